import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cpu } from '../../../main/runtime/device.ts'
import {
  chooseDevice,
  engineVersion,
  examineDevice,
  judgeDevice,
  listDevices
} from '../../../main/runtime/devices.ts'
import { testDevice } from '../../../main/runtime/self-test.ts'
import type { DeviceStatus } from '../../../preload/data.ts'
import { expectColumnsClose, float32Tolerance } from '../../helpers/close.ts'
import { failureOf } from '../../helpers/failure.ts'
import { readGolden } from '../../helpers/goldens.ts'
import { runChild } from '../../helpers/run-child.ts'
import { swiftShaderIcd } from '../../setup/system-packages.ts'

const webgpu = { name: 'webgpu', providers: ['webgpu'] } as const

describe('the list', () => {
  it('has every device by name, the CPU always trusted', () => {
    const names = listDevices().map(({ name }) => name)
    expect([...names].sort()).toEqual(['cpu', 'cuda', 'dml', 'webgpu'])
    expect(listDevices().find(({ name }) => name === 'cpu')).toMatchObject({
      isAvailable: true,
      isTrusted: true
    })
  })

  it('comes with the version of the engine', () => {
    expect(engineVersion()).toMatch(/^\d+\.\d+\.\d+/)
  })
})

describe('the self-test', () => {
  it('finds that the CPU agrees with itself to the bit', async () => {
    expect(await testDevice(cpu)).toBe(0)
  })

  it.each([
    [1e-6, true, /^agrees with the CPU: largest difference from the CPU 1\.0e-6/],
    [1e-3, true, /^agrees/],
    [
      2e-3,
      false,
      /^disagrees with the CPU: largest difference from the CPU 2\.0e-3 .* at most 0\.001/
    ],
    [Infinity, false, /^disagrees/],
    [NaN, false, /^disagrees/]
  ])('a difference of %d: trusted %s', async (difference, isTrusted, detail) => {
    const status = await judgeDevice(webgpu, async () => difference)
    expect(status).toMatchObject({ isAvailable: true, isTrusted })
    expect(status.detail).toMatch(detail)
  })

  it('that fails makes the device absent, with the reason', async () => {
    const status = await judgeDevice(webgpu, async () => {
      throw new Error('no adapter')
    })
    expect(status).toEqual({
      name: 'webgpu',
      isAvailable: false,
      isTrusted: false,
      detail: 'cannot compute here: no adapter'
    })
  })
})

describe('choosing', () => {
  const verdict = (difference: number) => (): Promise<DeviceStatus> =>
    judgeDevice(webgpu, async () => difference)

  it('a device that disagrees is refused, with the difference', async () => {
    const error = await failureOf(() => chooseDevice('webgpu', verdict(0.25)))
    expect(error.code).toBe('engine/device-refused')
    expect(error.message).toMatch(/^device webgpu: disagrees with the CPU: .* 2\.5e-1/)
    expect(error.hint).toMatch(/CPU/)
  })

  it('one that agrees is taken', async () => {
    expect(await chooseDevice('webgpu', verdict(1e-6))).toEqual(webgpu)
  })

  it('the CPU needs no test', async () => {
    expect(await chooseDevice('cpu', verdict(1))).toBe(cpu)
  })

  it('auto falls back to the CPU where no system device agrees', async () => {
    expect(await chooseDevice('auto', verdict(1))).toBe(cpu)
  })

  it('a name that is none is refused, naming those there are', async () => {
    // From a file or another program the name may be anything.
    const name: string = 'tpu'
    const error = await failureOf(() => examineDevice(name as 'cpu'))
    expect(error.message).toBe('device "tpu", expected one of cuda, dml, webgpu, cpu')
  })

  it.skipIf(process.platform === 'win32')('one that this build lacks is refused', async () => {
    const error = await failureOf(() => chooseDevice('dml'))
    expect(error.code).toBe('engine/device-refused')
    expect(error.message).toContain('not part of onnxruntime on this system')
  })
})

const child = fileURLToPath(new URL('./device-child.ts', import.meta.url))
const hasSwiftShader = existsSync(swiftShaderIcd)

describe('webgpu through SwiftShader', () => {
  it.skipIf(!hasSwiftShader)(
    `agrees with the CPU and gives a recorded map (needs ${swiftShaderIcd} of Debian's chromium)`,
    async () => {
      const end = await runChild(child, ['webgpu', 'llama'], { VK_ICD_FILENAMES: swiftShaderIcd })
      expect(end.code, end.stderr).toBe(0)
      // Printed by device-child.ts.
      const { status, sides } = JSON.parse(end.stdout) as {
        status: DeviceStatus
        sides: { device: string; importance: number[] }[]
      }
      expect(status, status.detail).toMatchObject({ isAvailable: true, isTrusted: true })
      const recorded = readGolden('llama').tensors.get('1.importance')!
      expect(sides.length).toBe(2)
      for (const { device, importance } of sides) {
        expect(device).toBe('webgpu')
        expectColumnsClose(importance, recorded.data, recorded.shape[1]!, float32Tolerance)
      }
    },
    240_000
  )
})
