/** `study` and its commands, their options and their help. */
import type { Command } from 'commander'
import { mappedFields } from '../../../preload/analysis/studies/dataset.ts'
import { defaultResponseTokens, studyModes } from '../../../preload/analysis/studies/record.ts'
import { devices, directions, memories } from '../attribute-options.ts'
import type { ExitCode } from '../exit-codes.ts'
import { ablations, matches, sameResponses } from './study-options.ts'
import type { Terminal } from '../terminal.ts'

type Finish = (code: ExitCode) => void

/** The commands' work, loaded when it is asked for: help must not wait for an engine. */
const work = {
  run: () => import('./run-study.ts'),
  resume: () => import('./run-study-resume.ts'),
  report: () => import('./run-study-report.ts'),
  import: () => import('./run-study-import.ts')
}

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text]
const strict = ['--strict', 'end with 3 where a row of the data set was left out', false] as const

export function addStudy(program: Command, terminal: Terminal, finish: Finish): void {
  const study = program
    .command('study')
    .description('Attribution over a whole data set, with tables, tests and reports.')
  addRun(study, terminal, finish)
  withFiles(
    study
      .command('resume')
      .description('Go on with a study that was stopped half-way, the newest unless told.')
      .argument('[job]', "the job's id, or its first characters")
      .option('--title <text>', 'name in the library')
  )
    .option(...strict)
    .action(async (id: string | undefined, options) =>
      finish(await (await work.resume()).runStudyResume(id, options, terminal))
    )
  withFiles(
    study
      .command('report')
      .description('Write a stored study to files.')
      .argument('<result>', 'its id, or the first characters')
  ).action(async (id: string, options) =>
    finish(await (await work.report()).runStudyReport(id, options, terminal))
  )
  study
    .command('import')
    .description('Take recorded runs of one model or two as a study.')
    .option('--base <file>', '.jsonl with its maps in the .safetensors beside it, or Inseq’s .json')
    .option('--tuned <file>', 'the same of the tuned model')
    .option('--json <file>', "write the paper's figures and every score as JSON")
    .option('--title <text>', 'name in the library')
    .option(...strict)
    .action(async (options) =>
      finish(await (await work.import()).runStudyImport(options, terminal))
    )
}

function addRun(study: Command, terminal: Terminal, finish: Finish): void {
  const command = study
    .command('run')
    .description('Run a study over a data set.')
    .requiredOption('--base <folder>', 'checkpoint of the base model, or of the only one')
    .option('--tuned <folder>', 'checkpoint of the tuned model')
    .requiredOption('--data <file>', 'JSONL, CSV, TSV or Parquet')
    .option(
      '--map <columns>',
      `which column is what: ${mappedFields.join(', ')}, as prompt=COL,group=COL`
    )
    .option(
      '--match <which>',
      `instruction found more than once: ${matches.join(', ')}`,
      matches[0]
    )
    .option(
      '--mode <modes>',
      `${studyModes.join(', ')}; may be repeated (default: same where the data set has responses, else own)`,
      collect,
      []
    )
    .option('--same <response>', `the response of mode same: ${sameResponses.join(', ')}`)
    .option('--cases <n>', 'the first so many (default: all)')
    .option('--tokens <n>', 'limit of a written response', String(defaultResponseTokens))
    .option('--ablate <method>', `take instruction words away as well: ${ablations.join(', ')}`)
    .option('--seed <n>', 'for the context words that are taken away', '0')
    .option('--chat-template', "wrap the prompts in the folder's chat template", false)
    .option('--direction <way>', directions.join(', '), directions[0])
    .option('--memory <mode>', `where the weights are: ${memories.join(', ')}`, memories[0])
    .option('--device <name>', devices.join(', '), devices[0])
    .option('--threads <n>', '0 takes as many as there are cores', '0')
    .option('--title <text>', 'name in the library')
  withFiles(command)
    .option(...strict)
    .option('--yes', 'start even where memory seems short', false)
    .action(async (options) => finish(await (await work.run()).runStudy(options, terminal)))
}

function withFiles(command: Command): Command {
  return command
    .option('--json <file>', 'write all tables and cases as JSON')
    .option('--html <file>', 'write a report that needs no other file')
    .option('--csv <file>', 'write a line a case, mode and model')
    .option('--parquet <file>', 'the same as Parquet')
}
