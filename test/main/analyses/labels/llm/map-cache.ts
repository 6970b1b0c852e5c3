import type { AnswerCache } from '../../../../../main/analyses/labels/llm/answer-cache.ts'

/** Remembered answers in memory. */
export class MapCache implements AnswerCache {
  readonly entries = new Map<string, string>()

  async lookup(key: string): Promise<string | null> {
    return this.entries.get(key) ?? null
  }

  async remember(key: string, answer: string): Promise<void> {
    this.entries.set(key, answer)
  }
}
