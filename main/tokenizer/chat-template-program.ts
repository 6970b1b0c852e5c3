import { threadProgram } from '../thread-program.ts'

/** Where the template's thread begins. */
export function chatTemplateProgram(): URL {
  return threadProgram(import.meta.url, 'chat-template-worker')
}
