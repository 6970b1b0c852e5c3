/**
 * What columns are called in the common forms of data sets (Hugging Face hub, Alpaca, Dolly, ShareGPT,
 * Super-NaturalInstructions, DPO, the paper's own), most telling name first; lower case, words joined by `_`.
 */
export const columnNames = {
  prompt: names(
    'prompt text_prompt user_prompt full_prompt instruction question query inputs input user human problem request text'
  ),
  chat: names('messages conversations conversation dialog dialogue chat turns data'),
  input: names('input inputs context passage'),
  response: names(
    'response output outputs completion answer target targets reference reference_response ' +
      'reference_answer expected chosen reply best_answer solution assistant generation'
  ),
  instruction: names(
    'instruction_spans instruction_span spans instruction instructions definition task_instruction'
  ),
  group: names('dataset group category task source subset domain task_name topic'),
  rating: names('rating score followed human_rating label'),
  id: names(
    'id case case_id name uid uuid key idx index prompt_id question_id example_id sample_id row_id'
  )
}

function names(text: string): readonly string[] {
  return text.split(' ')
}

/** `Instruction Spans`, `instruction-spans` and `instructionSpans` are one name. */
export function plainName(column: string): string {
  return column
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, '_')
}
