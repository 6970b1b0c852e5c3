/** Libraries of the format before studies: made with its own migrations. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { databaseFile, openDatabase } from '../../../../main/service/store/database.ts'
import { schemaVersion } from '../../../../main/service/store/migrate.ts'
import { migrations } from '../../../../main/service/store/migrations/all.ts'
import { storeOver } from '../../../../main/service/store/store.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { behind } from './behind.ts'
import { putConcepts } from './concepts-run.ts'
import { testStore } from './open-store.ts'
import { putStudy } from './study-run.ts'

it('brings a library of version 2 to studies with all that is in it', () => {
  const home = temporaryFolder()
  const db = openDatabase(databaseFile(home), migrations.slice(0, 2))
  const old = storeOver({ db, blobFolder: join(home, 'blobs') }, home, {})
  const concepts = putConcepts(old, 'a')
  old.labels.set(concepts, {
    ...{ layer: 1, role: 'tuned', direction: 0, author: 'Ada', note: '' },
    label: { description: 'rivers', tasks: [], level: 'semantics', evidence: [] }
  })
  const [opened, labels] = [old.results.open(concepts), old.labels.list(concepts)]
  old.close()
  expect(behind(home, schemaVersion)).toBe(2)

  const { store, problems } = testStore(home)
  expect(store.results.open(concepts)).toEqual(opened)
  expect(store.labels.list(concepts)).toEqual(labels)
  const study = putStudy(store, 'b', { nCases: 2 })
  store.ratings.add(study, { case: 0, role: 'tuned', rating: 2 })
  expect(store.ratings.list(study)).toHaveLength(1)
  expect(problems).toEqual([])
  store.close()
  behind(home, (database) => {
    expect(schemaVersion(database)).toBe(migrations.length)
    expect(database.pragma('foreign_key_check')).toEqual([])
  })
  const backup = temporaryFolder()
  copyFileSync(join(home, 'backups', 'library-version-2.sqlite'), databaseFile(backup))
  expect(behind(backup, schemaVersion)).toBe(2)
})
