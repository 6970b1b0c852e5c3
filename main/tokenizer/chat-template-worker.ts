// The thread in which a chat template of a model folder runs: it has no step limit of its own, so the
// parent kills the thread when its time is up. Nothing but plain data is given to the template.
import { parentPort, workerData } from 'node:worker_threads'
import { Environment, Interpreter, Template } from '@huggingface/jinja'

export interface TemplateMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface TemplateJob {
  readonly template: string
  /** Rendered one after the other with the same template. */
  readonly conversations: readonly (readonly TemplateMessage[])[]
  readonly bosToken: string
  readonly eosToken: string
  readonly longestOutput: number
}

export type TemplateReply =
  /** Loaded: the template's own time starts now. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'rendered'; readonly texts: readonly string[] }
  | { readonly kind: 'malformed' | 'raised' | 'failed'; readonly message: string }
  | { readonly kind: 'too-long'; readonly length: number }

/** What a template says with `raise_exception`. */
class Raised extends Error {}

function runJob(job: TemplateJob): TemplateReply {
  let template: Template
  try {
    template = new Template(job.template)
  } catch (thrown) {
    return { kind: 'malformed', message: messageOf(thrown) }
  }
  try {
    const texts = job.conversations.map((messages) => render(template, job, messages))
    const tooLong = texts.find((text) => text.length > job.longestOutput)
    if (tooLong !== undefined) return { kind: 'too-long', length: tooLong.length }
    return { kind: 'rendered', texts }
  } catch (thrown) {
    return { kind: thrown instanceof Raised ? 'raised' : 'failed', message: messageOf(thrown) }
  }
}

function render(
  template: Template,
  job: TemplateJob,
  messages: readonly TemplateMessage[]
): string {
  const names = new Environment()
  for (const [name, value] of Object.entries(variables(job, messages))) names.set(name, value)
  return String(new Interpreter(names).run(template.parsed).value)
}

/**
 * All that a template can name. No `strftime_now`: a result must not depend on the day, and templates
 * have a fixed date for where it is not defined.
 */
function variables(job: TemplateJob, messages: readonly TemplateMessage[]): object {
  return {
    ...{ true: true, false: false, none: null, True: true, False: false, None: null },
    messages,
    bos_token: job.bosToken,
    eos_token: job.eosToken,
    add_generation_prompt: true,
    range,
    raise_exception: (message: unknown) => {
      throw new Raised(String(message))
    }
  }
}

const longestRange = 100_000

function range(first: number, second?: number, step = 1): number[] {
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  const count = Math.max(0, Math.ceil((stop - start) / step))
  if (!(count <= longestRange)) throw new Error(`range of ${count} numbers`)
  return Array.from({ length: count }, (_, i) => start + i * step)
}

function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500)
}

// `workerData` is what our own parent module passed.
parentPort?.postMessage({ kind: 'ready' } satisfies TemplateReply)
parentPort?.postMessage(runJob(workerData as TemplateJob))
