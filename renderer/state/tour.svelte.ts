/** The guided tour: a few steps, each beside the element that carries its `data-tour` name. */

export interface TourStep {
  /** Value of `data-tour`; a step without its element on screen is left out. */
  readonly anchor: string
  readonly title: string
  readonly text: string
}

export const tourSteps: readonly TourStep[] = [
  {
    anchor: 'pair',
    title: 'Two checkpoints',
    text: 'Blue is the base model, orange the tuned one, in every picture. Drop a folder here, or choose one; it is only ever read.'
  },
  {
    anchor: 'prompt',
    title: 'Prompt and instruction',
    text: 'The underlined part is the instruction. Select other words to mark them instead; the score counts how much the response leans on them.'
  },
  {
    anchor: 'maps',
    title: 'Salient maps',
    text: 'Rows are prompt tokens, columns response tokens. A dark cell says that the prompt token mattered for that response token. Both maps explain the same response.'
  },
  {
    anchor: 'sliders',
    title: 'Levels, threshold, norm',
    text: 'L, b and p act at once on the stored raw values. Nothing is computed again.'
  },
  {
    anchor: 'scores',
    title: 'Instruction scores',
    text: 'A higher score for the tuned model means that its response leans more on the instruction. Warnings stand beside a map that should not be read.'
  },
  {
    anchor: 'library-tab',
    title: 'Kept in the library',
    text: 'Every result is stored and opens again without the checkpoints.'
  }
]

export class TourState {
  /** Steps that have their element on screen; empty while no tour runs. */
  steps = $state.raw<readonly TourStep[]>([])
  index = $state(0)
  readonly step = $derived(this.steps[this.index])
  readonly isLast = $derived(this.index >= this.steps.length - 1)

  #onEnd: () => void

  /** @param onEnd  called when the tour was finished or skipped */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd
  }

  /** Starts with the steps whose element `isThere`. */
  start(isThere: (anchor: string) => boolean): void {
    this.steps = tourSteps.filter(({ anchor }) => isThere(anchor))
    this.index = 0
  }

  next(): void {
    if (this.isLast) this.end()
    else this.index++
  }

  back(): void {
    if (this.index > 0) this.index--
  }

  end(): void {
    if (this.steps.length === 0) return
    this.steps = []
    this.index = 0
    this.#onEnd()
  }
}

/** Whether an element with this name is on screen. */
export function isAnchorShown(anchor: string): boolean {
  const element = findAnchor(anchor)
  return element !== null && element.getClientRects().length > 0
}

export function findAnchor(anchor: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-tour="${anchor}"]`)
}
