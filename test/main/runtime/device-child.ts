/** `device-child.ts <device> <golden>`: prints the device's verdict and the map of the golden's second case on it. */
import { examineDevice } from '../../../main/runtime/devices.ts'
import type { DeviceName } from '../../../preload/data.ts'
import { attributionSettings } from '../../helpers/attribution-settings.ts'
import { readGolden } from '../../helpers/goldens.ts'
import { runJob } from '../../helpers/run-job.ts'

const [name, goldenName] = process.argv.slice(2)
// The test that starts this names a device.
const device = name as Exclude<DeviceName, 'auto'>
const golden = readGolden(goldenName!)
const { prompt, response } = golden.cases[1]!
const status = await examineDevice(device)
const settings = attributionSettings({ prompt, response, device, direction: 'forward' })
const sides: { device: string; importance: number[] }[] = []
for (const direction of ['forward', 'reverse'] as const) {
  const result = await runJob({
    kind: 'attribution',
    request: { base: null, tuned: golden.checkpoint, settings: { ...settings, direction } }
  })
  if (result.kind !== 'attribution') throw new Error('no attribution')
  const { record } = result
  sides.push({ device: record.device, importance: [...record.sides[0]!.importance] })
}
console.log(JSON.stringify({ status, sides }))
// Dawn's threads are not waited for.
process.exit(0)
