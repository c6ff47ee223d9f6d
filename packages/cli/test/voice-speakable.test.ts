/** What is said of markup, code and links, and which part of the answer each piece stands for. */
import { describe, expect, it } from 'vitest';
import { Sentences } from '../src/voice/sentences';

/** Each piece as it is spoken, and as it is written. */
function read(text: string): [spoken: string, written: string][] {
  const sentences = new Sentences();
  return [...sentences.push(text), ...sentences.end()].map((piece) => [
    piece.text,
    text.slice(piece.start, piece.end),
  ]);
}

const spoken = (text: string) => read(text).map(([said]) => said);

describe('within a line', () => {
  it.each([
    ['**Bold** and *slanted* and ***both***.', 'Bold and slanted and both.'],
    ['__Bold__ and _slanted_ and ~~gone~~.', 'Bold and slanted and gone.'],
    ['un**believ**able', 'unbelievable'],
    ['the user_id of __init__', 'the user_id of init'],
    ['5 * 3 is 15, and 5*3 too', '5 × 3 is 15, and 5×3 too'],
    ['order #1234 in C# (not # alone)', 'order #1234 in C# (not alone)'],
    ['Run `npm i` now', 'Run npm i now'],
    ['the `order_id` and the `<b>` of `a | b`', 'the order id and the b of a b'],
    ['``a `b` c``', 'a b c'],
    ['don`t worry. Be happy', ['dont worry.', 'Be happy']],
    ['`It is. Not.` over', 'It is. Not. over'],
    ['See [the docs](https://x.example/a_(b)?c=d "A title") first', 'See the docs first'],
    ['See [https://x.example/a](https://x.example/a) first', 'See x.example first'],
    ['![A cat. Asleep.](cat.png) is here', ['A cat.', 'Asleep.', 'is here']],
    ['[![build](b.svg)](https://ci.example) passes', 'build passes'],
    ['Look! [Here](x)', ['Look!', 'Here']],
    ['a[0] and [this] (that)', 'a 0 and this (that)'],
    ['[not a link] (a remark)', 'not a link (a remark)'],
    ['[open](and never closed', 'open(and never closed'],
    ['It is so[^1], and so[^note].', 'It is so, and so.'],
    ['It is so【4:0†manual.pdf】.', 'It is so.'],
    ['【Note】 yes', '【Note】 yes'],
    ['Go to https://www.shop.example/a/b?c=1#d.', 'Go to shop.example.'],
    ['Go to http://me:pw@shop.example:8080/x, please', 'Go to shop.example, please'],
    ['Go to www.shop.example!', 'Go to shop.example!'],
    ['(see https://shop.example/a_(b))', '(see shop.example)'],
    ['<https://shop.example/a> or <help@shop.example>', 'shop.example or help@shop.example'],
    ['<mailto:help@shop.example>', 'help@shop.example'],
    ['**https://shop.example/a**', 'shop.example'],
    ['https:// is how it begins', 'https:// is how it begins'],
    ['how who www http', 'how who www http'],
    ['mail a.b_c@shop.example.', 'mail a.b_c@shop.example.'],
    ['That is <b>big</b> <img src="a" />news', 'That is big news'],
    ['One<br>two<p>three</p>', ['One', 'two', 'three']],
    ['a <!-- hidden --> b', 'a b'],
    ['Say <your name> and <thinking>wait</thinking>', 'Say your name and wait'],
    ['<speak>Hi<break time="1s"/> there</speak>', 'Hi there'],
    ['x < 5 and y > 3 and a <= b', 'x < 5 and y > 3 and a <= b'],
    ['it is <never closed', 'it is never closed'],
    ['a -> b => c', 'a - b = c'],
    [
      'Tom &amp; Jo&nbsp;pay 5&euro;&#233;&#x41; &lt;b&gt; &unknown; & so',
      'Tom & Jo pay 5€éA b &unknown; & so',
    ],
    ['a \\*star\\* and C:\\Users', 'a star and C: Users'],
    ['yes 😀👍🏽 no 👨‍👩‍👧 1️⃣ 🇫🇷 ❤️ ok ©', 'yes no 1 ok ©'],
    ['a | b || c |', 'a, b, c'],
    ['Hello {name}, {{order}}', 'Hello name, order'],
    ['a\u0000b\u001b\u200bc\u202ed\ufeff\ue000 e\tf', 'abcd e f'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
  ])('%j is said as %j', (text, expected) => {
    expect(spoken(text)).toEqual([expected].flat());
  });
});

describe('a line', () => {
  it.each([
    ['# Title\nText', ['Title', 'Text']],
    ['### **Title** ###\nText', ['Title', 'Text']],
    ['Title\n=====\nText\n---\nMore', ['Title', 'Text', 'More']],
    ['- one\n* two\n+ three\n• four\n  - five', ['one', 'two', 'three', 'four', 'five']],
    ['1. One.\n2) Two\n10. Ten', ['1. One.', '2. Two', '10. Ten']],
    ['١. واحد\n٢. اثنان', ['١. واحد', '٢. اثنان']],
    ['- [ ] open\n- [x] done\n- [link](x)', ['open', 'done', 'link']],
    ['> quoted\n> > twice\n> - item', ['quoted', 'twice', 'item']],
    [
      '12,50 € it is\n3.5 % more\n-5 degrees\n+33 1 23',
      ['12,50 € it is', '3.5 % more', '-5 degrees', '+33 1 23'],
    ],
    ['2024 was good', ['2024 was good']],
    ['1990. A good year', ['1990.', 'A good year']],
    ['12', ['12']],
    ['**Note:** read\n*so* it is', ['Note: read', 'so it is']],
    ['a\n***\nb\n* * *\nc\n___\n', ['a', 'b', 'c']],
    ['— Oui.\n— Non.', ['— Oui.', '— Non.']],
    [
      '| Plan | Price |\n| :--- | ---: |\n| Basic | 5 € |\n| Plus | |',
      ['Plan, Price', 'Basic, 5 €', 'Plus'],
    ],
    ['Plan | Price\n---|---\nBasic | 5 €', ['Plan, Price', 'Basic, 5 €']],
    ['Do this:\n```sh\nrm -rf x. Now\n\n```\nThen rest.', ['Do this:', 'Then rest.']],
    ['~~~\ncode\n```\n~~~\nafter', ['after']],
    ['````\n```\ncode\n````\nafter', ['after']],
    ['- item\n  ```\n  code\n  ```\n- next', ['item', 'next']],
    ['```inline``` code', ['inline code']],
    ['before\n```js\nnever closed', ['before']],
    ['before\n```js', ['before']],
    ['[^1]: A note', ['A note']],
  ])('%j is said as %j', (text, expected) => {
    expect(spoken(text)).toEqual(expected);
  });
});

describe('a piece stands for', () => {
  it.each([
    ['**Yes.** *No.* Go', ['**Yes.**', '*No.*', 'Go']],
    ['# Title\n\n- one', ['# Title', '- one']],
    [
      'See [it](https://x.example/a). Then [go](y).',
      ['See [it](https://x.example/a).', 'Then [go](y).'],
    ],
    ['See https://x.example/a. Go', ['See https://x.example/a.', 'Go']],
    ['  a \n  b  ', ['a', 'b']],
    ['| A | B |\n|---|---|\n| 1 | 2 |', ['| A | B |', '| 1 | 2 |']],
    ['« Oui ! » Non', ['« Oui ! »', 'Non']],
    ['Quoi ? ! Non.', ['Quoi ?', '! Non.']],
    ['Hi 😀. So 👍', ['Hi 😀.', 'So 👍']],
    ['a\n```\ncode\n```\nb', ['a', 'b']],
  ])('of %j: %j', (text, expected) => {
    expect(read(text).map(([, written]) => written)).toEqual(expected);
  });
});
