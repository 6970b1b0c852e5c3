/** The part of JSON Schema that the shipped schema uses; an unknown keyword is itself a problem. */
export interface Schema {
  readonly [keyword: string]: unknown
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly $defs?: Readonly<Record<string, Schema>>
}

const known = new Set(
  '$schema title description type properties items additionalProperties required enum const $ref $defs minimum maximum minItems maxItems'.split(
    ' '
  )
)

/** Every place where `value` breaks `schema`, as "path: what". */
export function schemaProblems(value: unknown, schema: Schema, root = schema, at = '$'): string[] {
  const unknown = Object.keys(schema).filter((keyword) => !known.has(keyword))
  if (unknown.length > 0) return [`${at}: schema keyword ${unknown.join()}`]
  if (typeof schema.$ref === 'string') {
    return schemaProblems(value, root.$defs![schema.$ref.replace('#/$defs/', '')]!, root, at)
  }
  const problems: string[] = []
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length > 0 && !types.some((type) => hasType(value, type))) problems.push(`${at}: type`)
  if (schema.enum && !schema.enum.includes(value)) problems.push(`${at}: enum`)
  if ('const' in schema && schema.const !== value) problems.push(`${at}: const`)
  if (typeof value === 'number') {
    if (Number(schema.minimum ?? -Infinity) > value) problems.push(`${at}: minimum`)
    if (Number(schema.maximum ?? Infinity) < value) problems.push(`${at}: maximum`)
  }
  if (Array.isArray(value)) {
    if (value.length < Number(schema.minItems ?? 0)) problems.push(`${at}: minItems`)
    if (value.length > Number(schema.maxItems ?? Infinity)) problems.push(`${at}: maxItems`)
    const { items } = schema
    if (items)
      value.forEach((v, i) => problems.push(...schemaProblems(v, items, root, `${at}[${i}]`)))
  } else if (typeof value === 'object' && value !== null) {
    problems.push(...memberProblems(value, schema, root, at))
  }
  return problems
}

function memberProblems(value: object, schema: Schema, root: Schema, at: string): string[] {
  const missing = (schema.required ?? []).filter((name) => !(name in value))
  const problems = missing.map((name) => `${at}.${name}: missing`)
  for (const [name, member] of Object.entries(value)) {
    const rule = schema.properties?.[name] ?? schema.additionalProperties
    if (rule === false) problems.push(`${at}.${name}: not allowed`)
    else if (typeof rule === 'object') {
      problems.push(...schemaProblems(member, rule, root, `${at}.${name}`))
    }
  }
  return problems
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
