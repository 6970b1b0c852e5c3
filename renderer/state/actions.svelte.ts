/** Every action of the program by name: the palette lists them, keys and menu items run them. */

import { untrack } from 'svelte'

export interface Action {
  /** `noun/verb`; menu items of main name actions by it too. */
  readonly id: string
  readonly title: string
  readonly group: string
  /** As in `Mod+Shift+P`; Mod is Cmd on a Mac and Ctrl elsewhere. */
  readonly keys?: string
  /** Asked when the palette opens and before it runs. */
  readonly isEnabled?: () => boolean
  readonly run: () => void
}

export class Actions {
  list = $state.raw<readonly Action[]>([])

  /** Adds actions for as long as a view lives; returns a function that removes them. */
  register(actions: readonly Action[]): () => void {
    const names = new Set(actions.map(({ id }) => id))
    // Effects register actions: they must not run again whenever another view does.
    const before = untrack(() => this.list)
    this.list = [...before.filter(({ id }) => !names.has(id)), ...actions]
    return () => {
      this.list = this.list.filter((action) => !actions.includes(action))
    }
  }

  /** Whether an action is there and can run now. */
  canRun(id: string): boolean {
    const action = this.list.find((candidate) => candidate.id === id)
    return action !== undefined && action.isEnabled?.() !== false
  }

  /** Runs an action unless it is unknown or disabled; says whether it ran. */
  run(id: string): boolean {
    const action = this.list.find((candidate) => candidate.id === id)
    if (!action || action.isEnabled?.() === false) return false
    action.run()
    return true
  }

  /** Actions whose title or group holds every word of the query; best first. */
  search(query: string): readonly Action[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean)
    return this.list
      .map((action) => ({ action, rank: rankOf(action, words) }))
      .filter(({ rank }) => rank >= 0)
      .sort((a, b) => b.rank - a.rank)
      .map(({ action }) => action)
  }
}

/** 0 when every word occurs, more where words begin in the title; −1 where a word is missing. */
function rankOf({ title, group }: Action, words: readonly string[]): number {
  const lowerTitle = title.toLowerCase()
  const text = `${group} ${title}`.toLowerCase()
  let rank = 0
  for (const word of words) {
    if (!text.includes(word)) return -1
    if (` ${lowerTitle}`.includes(` ${word}`)) rank += 2
    if (lowerTitle.startsWith(word)) rank += 1
  }
  return rank
}
