/**
 * What columns are called in the common forms of data sets (Hugging Face hub, Alpaca, Dolly, ShareGPT,
 * Super-NaturalInstructions, DPO, the paper's own), most telling name first; lower case, words joined by `_`.
 */
export const columnNames = {
  prompt: ['prompt', 'text_prompt', 'user_prompt', 'full_prompt', 'instruction', 'question'].concat(
    ['query', 'inputs', 'input', 'user', 'human', 'problem', 'request', 'text']
  ),
  chat: [
    'messages',
    'conversations',
    'conversation',
    'dialog',
    'dialogue',
    'chat',
    'turns',
    'data'
  ],
  input: ['input', 'inputs', 'context', 'passage'],
  response: ['response', 'output', 'outputs', 'completion', 'answer', 'target', 'targets'].concat(
    ['reference', 'reference_response', 'reference_answer', 'expected', 'chosen', 'reply'],
    ['best_answer', 'solution', 'assistant', 'generation']
  ),
  instruction: [
    'instruction_spans',
    'instruction_span',
    'spans',
    'instruction',
    'instructions'
  ].concat(['definition', 'task_instruction']),
  group: [
    'dataset',
    'group',
    'category',
    'task',
    'source',
    'subset',
    'domain',
    'task_name',
    'topic'
  ],
  rating: ['rating', 'score', 'followed', 'human_rating', 'label'],
  id: ['id', 'case', 'case_id', 'name', 'uid', 'uuid', 'key', 'idx', 'index', 'prompt_id'].concat([
    'question_id',
    'example_id',
    'sample_id',
    'row_id'
  ])
} as const satisfies Record<string, readonly string[]>

/** `Instruction Spans`, `instruction-spans` and `instructionSpans` are one name. */
export function plainName(column: string): string {
  return column
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, '_')
}
