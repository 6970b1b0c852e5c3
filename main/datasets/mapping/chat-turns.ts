/**
 * Chat messages as data sets of the Hugging Face hub hold them: `[{role, content}]` (OpenAI),
 * `[{from, value}]` (ShareGPT), or texts in turn, the user's first (LIMA).
 */
import { isJsonObject } from '../../checkpoint/json-file.ts'
import type { JsonValue } from '../../checkpoint/strict-json.ts'
import { unpackList, type Cell } from './cell-text.ts'

export interface ChatTurn {
  readonly role: 'user' | 'assistant' | 'other'
  readonly text: string
}

export interface ChatExchange {
  /** The last user turn. */
  readonly prompt: string
  /** The assistant's answer after it; null where the chat ends before. */
  readonly response: string | null
  /** Turns that are neither, a system message for one. */
  readonly nOtherTurns: number
}

const userRoles = new Set(['user', 'human', 'prompter'])
const assistantRoles = new Set(['assistant', 'gpt', 'model', 'chatgpt', 'bot'])

/**
 * The turns of a cell, or null where it holds no chat messages. A text counts when it is a list of
 * messages in JSON; texts in turn count as a list only, since a prompt may be a list of words in brackets.
 */
export function chatTurns(cell: Cell): readonly ChatTurn[] | null {
  const list = unpackList(cell)
  if (!Array.isArray(list) || list.length === 0) return null
  if (isTextList(cell)) {
    return cell.map((text, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', text }))
  }
  const turns = list.map(turnOf)
  return turns.every((turn) => turn !== null) ? turns : null
}

/** A list of texts is a chat only where its column says so: tokens and tags are such lists too. */
export function isTextList(cell: Cell): cell is readonly string[] {
  return Array.isArray(cell) && cell.length > 0 && cell.every((item) => typeof item === 'string')
}

/** The last user turn and the answer to it; null where no user speaks. */
export function lastExchange(turns: readonly ChatTurn[]): ChatExchange | null {
  const prompt = turns.findLast(({ role }) => role === 'user')
  if (prompt === undefined) return null
  const response = lastAnswer(turns)
  return {
    prompt: prompt.text,
    response,
    nOtherTurns: turns.length - (response === null ? 1 : 2)
  }
}

/** What the assistant says after the user's last turn, or without a user; null where it says nothing. */
export function lastAnswer(turns: readonly ChatTurn[]): string | null {
  const at = turns.findLastIndex(({ role }) => role === 'user')
  return turns.slice(at + 1).find(({ role }) => role === 'assistant')?.text ?? null
}

function turnOf(value: JsonValue): ChatTurn | null {
  if (!isJsonObject(value)) return null
  const role = value['role'] ?? value['from']
  const text = contentText(value['content'] ?? value['value'])
  if (typeof role !== 'string' || text === null) return null
  return { role: roleOf(role.toLowerCase()), text }
}

function roleOf(name: string): ChatTurn['role'] {
  if (userRoles.has(name)) return 'user'
  return assistantRoles.has(name) ? 'assistant' : 'other'
}

/** Text as it is, or in parts (`[{type: 'text', text}]`); null for pictures and other parts. */
function contentText(content: Cell): string | null {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  const texts = content.map((part) => (isJsonObject(part) ? part['text'] : null))
  return texts.every((text) => typeof text === 'string') ? texts.join('') : null
}
