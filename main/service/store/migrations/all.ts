import type { Migration } from '../migrate.ts'
import { firstSchema } from './001-first-schema.ts'
import { concepts } from './002-concepts.ts'
import { studies } from './003-studies.ts'

/** In order and never edited once released: a change of the schema is a new entry at the end. */
export const migrations: readonly Migration[] = [firstSchema, concepts, studies]
