/** One message to two agents at once: both answers beside each other while they come, and the times of each. */
import type { Agent } from '@voicectl/sdk';
import { failureOf } from '../../failure';
import { cleanLine } from '../../output/clean';
import { Session } from '../../voice/session';
import type { TurnEnded } from '../../voice/session-events';
import { agentThinker } from '../../voice/thinker';
import { summarize } from '../summary';
import { SideBySide } from '../view/side-by-side';
import type { Stage } from './command';
import { composerFor } from './composer';
import { printWidth } from './print-width';

/** @throws what the platform's client throws, where neither of them answers. */
export async function answersSideBySide(stage: Stage, id: string, message: string): Promise<void> {
  const { room, context, print } = stage;
  const signal = AbortSignal.any([context.signal, stage.signal]);
  const mine = await room.agent();
  const agents = [mine, await room.client.agents.get(id, { signal })] as const;
  const compose = await composerFor(room);
  const drawing = new Drawing(stage, titlesOf(agents));
  print(`${context.out.paint.cyan('you ›')} ${cleanLine(message)}`);
  const answer = async (side: 0 | 1): Promise<TurnEnded> => {
    const thinker = agentThinker(room.client, agents[side].id);
    const session = new Session({ thinker, compose });
    try {
      const turn = await session.turn({ text: message }, signal, (event) => {
        if (event.type === 'token') drawing.push(side, event.text);
      });
      drawing.end(side, turn.stopped ? 'stopped' : summarize(turn));
      return turn;
    } catch (error) {
      drawing.end(side, cleanLine(failureOf(error).message));
      throw error;
    }
  };
  const answers = await Promise.allSettled([answer(0), answer(1)]);
  context.signal.throwIfAborted();
  const failed = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  if (failed.length === answers.length) throw failed[0];
}

/** Two of one name are told apart by their ids. */
function titlesOf(agents: readonly [Agent, Agent]): readonly [string, string] {
  const [one, other] = agents.map(({ name }) => cleanLine(String(name))) as [string, string];
  if (one !== other) return [one, other];
  const [first, second] = agents;
  return [`${one} (${first.id.slice(0, 8)})`, `${other} (${second.id.slice(0, 8)})`];
}

/** Redraws now and then, for two answers bring tokens faster than anybody reads. */
class Drawing {
  readonly #stage: Stage;
  readonly #sides: SideBySide;
  readonly #rows: number;
  #drawn = 0;

  constructor(stage: Stage, titles: readonly [string, string]) {
    const { screen, paint } = stage.context.out;
    const columns = printWidth(stage.context);
    this.#stage = stage;
    this.#rows = Math.max(4, (screen?.rows ?? 24) - 6);
    this.#sides = new SideBySide({ columns, paint, titles });
  }

  push(side: 0 | 1, token: string): void {
    this.#sides.push(side, token);
    if (Date.now() - this.#drawn >= 40) this.#draw();
  }

  end(side: 0 | 1, note: string): void {
    this.#sides.end(side, note);
    this.#draw();
  }

  #draw(): void {
    const { done, live } = this.#sides.take(this.#rows);
    if (done.length > 0) this.#stage.print(done.join('\n'));
    this.#stage.live(live);
    this.#drawn = Date.now();
  }
}
