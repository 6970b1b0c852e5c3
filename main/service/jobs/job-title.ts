import { basename, dirname } from 'node:path'
import { nameOfPath } from '../../checkpoint/checkpoint.ts'
import type { JobSpec } from '../../worker/contract.ts'

const titleLength = 60

/**
 * What a job is called while it runs: the first words of the prompt, or the models, on one line.
 *
 * @param about  title of the result that the job adds to, where it does
 */
export function jobTitle(spec: JobSpec, about = ''): string {
  switch (spec.kind) {
    case 'generation':
      return brief(spec.request.prompt)
    case 'attribution':
      return brief(spec.request.settings.prompt)
    case 'concepts':
      return brief(`Concepts: ${pairOf(spec.request)}`)
    case 'heads':
      return brief(`Heads: ${pairOf(spec.request)}`)
    case 'attention':
      return brief(`Attention: ${spec.request.settings.prompt}`)
    case 'study':
      return brief(`Study: ${pairOf(spec.request)}, ${basename(spec.request.data)}`)
    case 'study-import':
      return brief(`Recorded: ${pairOf(spec.request)}`)
    case 'annotation':
      return brief(`Labels by ${spec.request.settings.model} for ${about}`)
  }
}

function pairOf({ base, tuned }: { base: string | null; tuned: string | null }): string {
  const folders = [base, tuned].filter((folder) => folder !== null)
  return folders.map(nameOfFolder).join(' → ')
}

function brief(text: string): string {
  const words = text.trim().replaceAll(/\s+/g, ' ')
  const characters = [...words]
  if (characters.length <= titleLength) return words || 'Untitled'
  return `${characters.slice(0, titleLength - 1).join('')}…`
}

/** A revision in a Hugging Face cache is named by a hash, and its model by the folder above. */
function nameOfFolder(folder: string): string {
  const parent = dirname(folder)
  if (basename(parent) !== 'snapshots') return nameOfPath(folder)
  return basename(dirname(parent))
    .replace(/^models--/, '')
    .replaceAll('--', '/')
}
