/**
 * What the service answers. The same calls serve the app (through main, which turns handles into
 * folders) and the command line.
 */
import type { JobResult } from '../worker/contract.ts'
import type {
  AttributionRecord,
  AttributionSettings,
  CheckpointSummary,
  DeviceName,
  DeviceStatus,
  JobError,
  JobStatus,
  LibraryPage,
  LibraryQuery,
  LiveText,
  OpenedResult,
  PartialResult,
  Role,
  RunPlan,
  TokenizedText
} from '../../preload/data.ts'

/** An attribution as the service sees it: folders instead of handles. */
export interface AttributionRequest {
  readonly base: string | null
  readonly tuned: string | null
  readonly settings: AttributionSettings
}

export interface GenerationRequest {
  readonly folder: string
  readonly role: Role
  readonly prompt: string
  readonly useChatTemplate: boolean
  readonly nTokensLimit: number
  readonly device: DeviceName
  readonly nThreads: number
}

export type GenerationResult = Extract<JobResult, { kind: 'generation' }>

export interface WorkerStatus {
  readonly role: 'jobs' | 'desk'
  readonly pid: number | null
  /** Nothing was heard for some seconds: it is in a long native call. */
  readonly isBusy: boolean
  readonly residentBytes: number | null
}

/** name: [request, reply] */
export interface ServiceCalls {
  'service/status': [
    null,
    {
      readonly storeProblem: JobError | null
      readonly versions: Record<string, string>
      readonly workers: readonly WorkerStatus[]
    }
  ]
  'device/list': [null, readonly DeviceStatus[]]
  'device/test': [{ readonly device: DeviceName }, DeviceStatus]
  'checkpoint/describe': [{ readonly folder: string }, CheckpointSummary]
  'text/tokenize': [{ readonly folder: string; readonly text: string }, TokenizedText]
  'attribution/plan': [AttributionRequest, readonly RunPlan[]]
  'attribution/start': [AttributionRequest, { readonly jobId: string }]
  /** The newest run of this very request that was stopped half-way and can be resumed. */
  'attribution/unfinished': [
    AttributionRequest,
    { readonly jobId: string; readonly unitsDone: number } | null
  ]
  'generation/start': [GenerationRequest, { readonly jobId: string }]
  'job/list': [null, readonly JobStatus[]]
  'job/pause': [{ readonly jobId: string }, null]
  'job/resume': [{ readonly jobId: string }, null]
  'job/cancel': [{ readonly jobId: string }, null]
  'job/discard': [{ readonly jobId: string }, null]
  'job/partial': [{ readonly jobId: string }, PartialResult | null]
  /** The record of a job that is done, whether it is stored or only in memory. */
  'attribution/result': [{ readonly jobId: string }, AttributionRecord]
  /** What a generation wrote, once it is done. */
  'generation/result': [{ readonly jobId: string }, GenerationResult]
  'library/list': [LibraryQuery, LibraryPage]
  'result/open': [{ readonly resultId: string }, OpenedResult]
  'result/rename': [{ readonly resultId: string; readonly title: string }, null]
  'result/annotate': [
    { readonly resultId: string; readonly note: string; readonly tags: readonly string[] },
    null
  ]
  'result/delete': [{ readonly resultId: string }, null]
  'result/restore': [{ readonly resultId: string }, null]
  /** Writes the file; `shiftlens` is the one-file form that `result/import` reads back. */
  'result/export': [
    {
      readonly resultId: string
      readonly format: 'shiftlens' | 'json' | 'csv'
      readonly path: string
    },
    null
  ]
  'result/import': [{ readonly path: string }, { readonly resultId: string }]
}

export interface ServiceEvents {
  'job/changed': JobStatus
  'generation/text': LiveText
  'library/changed': { readonly resultId: string | null }
}
