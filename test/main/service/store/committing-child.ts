/** Commits units to a job without an end, small ones and ones in files, until it is killed: `home`. */
import { openStore } from '../../../../main/service/store/store.ts'
import { numberedUnit } from './numbered-unit.ts'

const [home = ''] = process.argv.slice(2)
const store = openStore(home)
for (let i = store.units.list('a').length; ; i++) {
  store.units.commit('a', numberedUnit(i))
  process.stdout.write(`${i + 1}\n`)
}
