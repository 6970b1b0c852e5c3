// The thread in which a chat template of a model folder runs: it has no step limit of its own, so the
// parent kills the thread when its time is up. Nothing but plain data is given to the template.
import { parentPort, workerData } from 'node:worker_threads'
import { Template } from '@huggingface/jinja'

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
    const texts = job.conversations.map((messages) => template.render(variables(job, messages)))
    const tooLong = texts.find((text) => text.length > job.longestOutput)
    if (tooLong !== undefined) return { kind: 'too-long', length: tooLong.length }
    return { kind: 'rendered', texts }
  } catch (thrown) {
    return { kind: thrown instanceof Raised ? 'raised' : 'failed', message: messageOf(thrown) }
  }
}

function variables(
  job: TemplateJob,
  messages: readonly TemplateMessage[]
): Record<string, unknown> {
  return {
    messages,
    bos_token: job.bosToken,
    eos_token: job.eosToken,
    add_generation_prompt: true,
    // Left undefined, so that a result does not depend on the day: templates have a date for that.
    strftime_now: undefined,
    raise_exception: (message: unknown) => {
      throw new Raised(String(message))
    }
  }
}

function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500)
}

// `workerData` is what our own parent module passed.
parentPort?.postMessage(runJob(workerData as TemplateJob))
