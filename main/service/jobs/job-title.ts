import type { JobSpec } from '../../worker/contract.ts'

const titleLength = 60

/** The first words of the prompt, on one line. */
export function jobTitle(spec: JobSpec): string {
  const prompt = spec.kind === 'generation' ? spec.request.prompt : spec.request.settings.prompt
  const words = prompt.trim().replaceAll(/\s+/g, ' ')
  const characters = [...words]
  if (characters.length <= titleLength) return words || 'Untitled'
  return `${characters.slice(0, titleLength - 1).join('')}…`
}
