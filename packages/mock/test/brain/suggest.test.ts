/** Goals drafted from descriptions: what to collect becomes typed fields, and nothing makes it fail. */
import { CreateGoalRequest, GoalSuggestion } from '@voicectl/sdk/contract';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestGoal } from '../../src/brain/suggest';

/** `name:type`, with a question mark where it is optional. */
function fields(description: string) {
  return suggestGoal(description)
    .fields?.map(({ name, type, required }) => `${name}:${type}${required ? '' : '?'}`)
    .join(' ');
}

describe('A suggestion for', () => {
  it.each([
    [
      'Collect customer name, email, and preferred contact time for callback scheduling',
      'Callback scheduling',
      'customer_name:string email:email preferred_contact_time:datetime',
    ],
    [
      'Ask for the phone number and whether they own a car before the test drive.',
      'The test drive',
      'phone_number:phone whether_they_own_a_car:boolean',
    ],
    [
      'Gather the budget, number of rooms and move-in date (optional)',
      'Gather the budget, number of rooms',
      'budget:number number_of_rooms:number move_in_date:datetime?',
    ],
    [
      'Please capture their website and an e-mail address so that sales can follow up',
      'Sales can follow up',
      'website:url e_mail_address:email',
    ],
    ['Get name and name, and NAME', 'Get name and name, and NAME', 'name:string'],
    [
      'Record the invoice number. Then say goodbye, and hang up',
      'Record the invoice number',
      'invoice_number:string',
    ],
    [
      'Obtain prénom, ville et âge',
      'Obtain prénom, ville et âge',
      'prénom:string ville_et_âge:string',
    ],
    ['Make the caller happy', 'Make the caller happy', ''],
    ['  spaces   around  ', 'Spaces around', ''],
    ['اجمع الاسم والبريد الإلكتروني', 'اجمع الاسم والبريد الإلكتروني', ''],
    ['Collect', 'Collect', ''],
    ['Collect , , and ', 'Collect , , and', ''],
    ['😀', '😀', ''],
    ['x', 'X', ''],
    ['...', 'Goal', ''],
    ['', 'Goal', ''],
  ])('%j is named %j and asks for %j', (description, name, asked) => {
    const suggestion = suggestGoal(description);
    expect(suggestion.name).toBe(name);
    expect(fields(description)).toBe(asked);
    expect(suggestion.description).toBe(description.trim());
    expect(GoalSuggestion.parse(suggestion)).toEqual(suggestion);
  });

  it.each([
    ['Urgently collect the name', 1],
    ['Collect the name', 2],
    ['Collect the name, if possible', 3],
  ])('%j has priority %i', (description, priority) => {
    expect(suggestGoal(description).priority).toBe(priority);
  });

  it('anything is the same each time, fits, and can be made into a goal', () => {
    const words = constantFrom(
      'collect ',
      'and ',
      ', ',
      ' for ',
      'email',
      ' ',
      '\n',
      '.',
      '👩‍👧',
      'optional ',
      'م',
    );
    const phrases = array(words, { maxLength: 60 }).map((parts) => parts.join(''));
    for (const texts of [phrases, string({ unit: 'binary', maxLength: 400 })]) {
      assert(
        property(texts, (description) => {
          const suggestion = suggestGoal(description);
          expect(suggestGoal(description)).toEqual(suggestion);
          expect(GoalSuggestion.safeParse(suggestion).success).toBe(true);
          const { name, description: purpose, priority, fields: asked = [] } = suggestion;
          const goal = {
            name,
            agent_id: 'a',
            description: purpose,
            priority,
            lead_info_fields: asked,
          };
          expect(CreateGoalRequest.safeParse(goal).error).toBeUndefined();
          expect(new Set(asked.map((field) => field.name)).size).toBe(asked.length);
          expect(JSON.stringify(suggestion)).not.toMatch(/\\ud[89a-f]/i);
        }),
      );
    }
  });

  it('long words are cut between characters, never inside one', () => {
    for (const letter of ['𝒳', '👩']) {
      const { name = '', fields: asked = [] } = suggestGoal(`Collect a${letter.repeat(300)}`);
      expect(name.length).toBeLessThanOrEqual(255);
      expect([name, ...asked.map((field) => field.name)].every((text) => text.isWellFormed())).toBe(
        true,
      );
    }
  });

  it('comes at once, however long the description was made', () => {
    for (const filler of [' ', 'a', '!', '\n', ' \n', '\t', '.', ', ', ' and ', ' a', '(']) {
      for (const begin of ['', 'Collect ', 'Collect a for ']) {
        const description = `${begin}${filler.repeat(200_000 / filler.length)}a`;
        expect(suggestGoal(description)).toHaveProperty('name');
      }
    }
  });
});
