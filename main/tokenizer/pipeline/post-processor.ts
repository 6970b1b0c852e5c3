import {
  describe,
  field,
  type JsonObject,
  integerAt,
  isObject,
  listAt,
  malformed,
  objectAt,
  partsOf,
  stringAt,
  unsupported
} from './json-fields.ts'
import { largestId } from './vocabulary.ts'

/** Ids put before and after a text when special tokens are asked for. */
export interface Frame {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

const emptyFrame: Frame = { before: [], after: [] }

/** Reads `post_processor`; only what it does to a single text counts here. */
export function readPostProcessor(value: unknown, tokenOf: ReadonlyMap<number, string>): Frame {
  return partsOf(value, 'post_processor', 'processors').reduce<Frame>((frame, { part, where }) => {
    const outer = readFrame(part, where)
    for (const id of [...outer.before, ...outer.after]) {
      if (!tokenOf.has(id))
        throw malformed(where, `about id ${id}, which no token has`, 'known ids')
    }
    return {
      before: [...outer.before, ...frame.before],
      after: [...frame.after, ...outer.after]
    }
  }, emptyFrame)
}

function readFrame(part: JsonObject, where: string): Frame {
  const type = field(part, 'type')
  switch (type) {
    case 'ByteLevel':
      return emptyFrame
    case 'TemplateProcessing':
      return readTemplate(part, where)
    case 'RobertaProcessing':
    case 'BertProcessing':
      return { before: [pairId(part, 'cls', where)], after: [pairId(part, 'sep', where)] }
    default:
      throw unsupported(
        `${where}.type`,
        describe(type),
        'Sequence, ByteLevel, TemplateProcessing, BertProcessing, RobertaProcessing'
      )
  }
}

/** `"cls": ["<s>", 0]` */
function pairId(part: JsonObject, key: string, where: string): number {
  return integerAt(listAt(field(part, key), `${where}.${key}`)[1], `${where}.${key}[1]`, largestId)
}

function readTemplate(part: JsonObject, where: string): Frame {
  const specials = objectAt(field(part, 'special_tokens') ?? {}, `${where}.special_tokens`)
  const before: number[] = []
  const after: number[] = []
  let hasText = false
  listAt(field(part, 'single'), `${where}.single`).forEach((each, i) => {
    const place = `${where}.single[${i}]`
    const item = objectAt(each, place)
    const special = field(item, 'SpecialToken')
    if (isObject(special)) {
      const name = stringAt(field(special, 'id'), `${place}.id`)
      ;(hasText ? after : before).push(...idsOf(specials, name, place))
    } else if (isObject(field(item, 'Sequence')) && !hasText) {
      hasText = true
    } else {
      throw malformed(place, describe(each), 'a special token, or the text once')
    }
  })
  if (!hasText) throw malformed(`${where}.single`, 'without the text', 'a template with it')
  return { before, after }
}

function idsOf(specials: JsonObject, name: string, place: string): readonly number[] {
  const special = objectAt(field(specials, name), `${place}: special token ${describe(name)}`)
  const ids = listAt(field(special, 'ids'), `${place}: ids of ${describe(name)}`)
  if (ids.length > 64) throw malformed(place, `${ids.length} ids`, 'at most 64')
  return ids.map((id) => integerAt(id, `${place}: ids of ${describe(name)}`, largestId))
}
