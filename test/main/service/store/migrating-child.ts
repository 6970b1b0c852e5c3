/** Migrates a library through three versions and kills itself at a point of its way: `file point`. */
import { openDatabase } from '../../../../main/service/store/database.ts'
import { migrationsWithPoints } from './migrations-with-points.ts'

const [file = '', point = '0'] = process.argv.slice(2)
let reached = 0
openDatabase(
  file,
  migrationsWithPoints(3, () => {
    if (++reached === Number(point)) process.kill(process.pid, 'SIGKILL')
  })
)
console.log(`finished after ${reached} points`)
