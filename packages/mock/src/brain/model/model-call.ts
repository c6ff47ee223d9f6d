/** An agent's question as its model is asked it: `modelConfig`, setting by setting. */
import type { Agent } from '@voicectl/sdk/contract';
import type { Question } from '../brain';
import { systemPrompt } from '../prompt';
import type { ModelCall, ProviderName } from './provider';

// Documented.
const defaultTemperature = 0.7;

/**
 * What the provider of a model doesn't know is left out: `topK` is Anthropic's, frequency and presence penalties are
 * OpenAI's. Models that refuse a setting are not sent it; the client libraries know which.
 */
export function modelCall(
  { agent, message, passages }: Question,
  provider: ProviderName,
  signal: AbortSignal | undefined,
): ModelCall {
  return {
    ...settingsOf(agent),
    ...(provider === 'openai' ? openaiOptions(agent) : anthropicOptions(agent)),
    prompt: [
      { role: 'system', content: systemPrompt(agent, passages), ...cached(agent, provider) },
      { role: 'user', content: [{ type: 'text', text: message }] },
    ],
    ...(signal && { abortSignal: signal }),
  };
}

function settingsOf({ modelConfig }: Agent): Partial<ModelCall> {
  const { temperature, maxTokens, topP, topK, stopSequences } = modelConfig.modelSettings ?? {};
  return given({
    // Anthropic takes one of the two: the default must not push out the one that was chosen.
    temperature: temperature ?? (topP == null ? defaultTemperature : undefined),
    maxOutputTokens: maxTokens,
    topP,
    topK,
    stopSequences,
  });
}

function openaiOptions({ modelConfig }: Agent): Partial<ModelCall> {
  const { reasoningEffort, responseFormat, frequencyPenalty, presencePenalty } = optionsOf(
    modelConfig,
    'openai',
  );
  return given({
    frequencyPenalty: numberOr(frequencyPenalty),
    presencePenalty: numberOr(presencePenalty),
    responseFormat: responseFormat === 'json_object' ? { type: 'json' as const } : undefined,
    providerOptions:
      typeof reasoningEffort === 'string' ? { openai: { reasoningEffort } } : undefined,
  });
}

/** Its own `maxTokens` is closer to the provider than that of the settings (our reading). */
function anthropicOptions({ modelConfig }: Agent): Partial<ModelCall> {
  return given({ maxOutputTokens: numberOr(optionsOf(modelConfig, 'anthropic').maxTokens) });
}

/** The system prompt is what stays the same from call to call. */
function cached({ modelConfig }: Agent, provider: ProviderName) {
  const { cacheControl } = optionsOf(modelConfig, 'anthropic');
  const isEphemeral = Object(cacheControl).type === 'ephemeral';
  if (provider !== 'anthropic' || !isEphemeral) return {};
  return { providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' as const } } } };
}

function optionsOf(
  { providerOptions }: Agent['modelConfig'],
  provider: ProviderName,
): Record<string, unknown> {
  return Object(providerOptions?.[provider]) as Record<string, unknown>;
}

function numberOr(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Without what is undefined or null. */
function given<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined | null> } {
  const entries = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined | null> };
}
