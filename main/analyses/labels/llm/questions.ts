import type { AnnotationSettings } from '../../../../preload/analysis/concepts/annotation.ts'
import {
  describeQuestion,
  levelQuestion,
  tasksQuestion
} from '../../../../preload/analysis/concepts/annotation-questions.ts'
import type { Level, Task } from '../../../../preload/analysis/concepts/labels.ts'
import { readDescription, readLevel, readTasks } from './answers.ts'
import type { Reading } from './answers.ts'
import type { ChatRequest } from './chat-endpoint.ts'

/** One question as it is sent, and how its answer is read. */
export interface Question<T> {
  readonly name: 'description' | 'tasks' | 'level'
  readonly request: ChatRequest
  readonly read: (answer: string) => Reading<T>
}

export type QuestionSettings = Pick<
  AnnotationSettings,
  'model' | 'describeTemperature' | 'maxTokens' | 'nWords'
>

/** @param words  of one concept, strongest first; the first `nWords` are shown */
export function askForDescription(
  words: readonly string[],
  seed: number,
  settings: QuestionSettings
): Question<string> {
  const { model, maxTokens, describeTemperature, nWords } = settings
  const messages = describeQuestion(words.slice(0, nWords))
  return {
    name: 'description',
    request: { model, maxTokens, seed, temperature: describeTemperature, messages },
    read: readDescription
  }
}

/**
 * The other two hold the description, as the paper's do: at temperature 0 that alone makes one seed
 * differ from another.
 */
export function askForTasks(
  words: readonly string[],
  description: string,
  seed: number,
  { model, maxTokens, nWords }: QuestionSettings
): Question<readonly Task[]> {
  const messages = tasksQuestion(words.slice(0, nWords), description)
  return {
    name: 'tasks',
    request: { model, maxTokens, seed, temperature: 0, messages },
    read: readTasks
  }
}

export function askForLevel(
  words: readonly string[],
  description: string,
  seed: number,
  { model, maxTokens, nWords }: QuestionSettings
): Question<Level> {
  const messages = levelQuestion(words.slice(0, nWords), description)
  return {
    name: 'level',
    request: { model, maxTokens, seed, temperature: 0, messages },
    read: readLevel
  }
}
