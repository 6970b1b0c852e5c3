import { field, isObject } from './pipeline/json-fields.ts'

/**
 * The chat template of a folder: the text of `chat_template.jinja`, else `chat_template` of
 * tokenizer_config.json (a text, or a list of named ones of which "default" is taken).
 */
export function chatTemplateText(config: unknown, jinjaFile?: string): string | undefined {
  if (jinjaFile !== undefined) return jinjaFile
  const value = isObject(config) ? field(config, 'chat_template') : undefined
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return undefined
  const entry: unknown = value.find((each) => isObject(each) && field(each, 'name') === 'default')
  const text = isObject(entry) ? field(entry, 'template') : undefined
  return typeof text === 'string' ? text : undefined
}
