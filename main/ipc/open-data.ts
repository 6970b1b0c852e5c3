import type { OpenedDataset } from '../../preload/data.ts'
import type { Grants } from '../grants.ts'
import type { ServicePort } from './service-port.ts'

/** Where dialog, drop, argument and sample all lead: one way to open a data set. */
export type OpenData = (path: string) => Promise<OpenedDataset>

/** @throws the service's AppError for a file that cannot be read as a data set; it gets no handle */
export function dataOpener(service: ServicePort, grants: Grants): OpenData {
  return async (path) => {
    const preview = await service.call('study/preview', { data: path, mapping: null })
    return { handle: grants.grantFile(path), preview }
  }
}
