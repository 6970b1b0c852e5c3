/** The commands, their options and their help, once. */
import { Command } from 'commander'
import { defaultConceptsSettings } from '../../preload/analysis/concepts/record.ts'
import { defaultHeadsSettings } from '../../preload/analysis/heads/record.ts'
import { appVersion } from '../version.ts'
import {
  defaultTokens,
  devices,
  directions,
  estimators,
  memories,
  readAttributeOptions,
  responders,
  targets
} from './attribute-options.ts'
import type { ExitCode } from './exit-codes.ts'
import { formats, sorts } from './library-command.ts'
import { addStudy } from './study/study-program.ts'
import type { Terminal } from './terminal.ts'

const exitHelp = `
Exit codes:
  0    success
  1    failure: a bad file, prompt or device, a full disk
  2    wrong use: words that make no sense
  3    partial: computed but not stored, or shown but not verified
  130  ended by Ctrl+C; what was computed is kept, and the same command goes on from there

Results are kept in the user's data folder, or where SHIFTLENS_HOME says.`

/** The commands' work, loaded when it is asked for: help must not wait for an engine. */
const work = {
  attribute: () => import('./run-attribution.ts'),
  concepts: () => import('./run-concepts.ts'),
  generate: () => import('./generate-command.ts'),
  heads: () => import('./run-heads.ts'),
  inspect: () => import('./inspect-command.ts'),
  label: () => import('./label-command.ts'),
  library: () => import('./library-command.ts'),
  sample: () => import('./sample-command.ts')
}

/** @param finish  takes the exit code of the command that ran */
export function makeProgram(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const program = new Command('shiftlens')
    .description('See what instruction tuning changed inside a language model.')
    .version(appVersion)
    .exitOverride()
    // What went wrong is told once, by whoever runs the program.
    .configureOutput({
      outputError: () => undefined,
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.note(text.trimEnd())
    })
    .addHelpText('after', exitHelp)
  addAttribute(program, terminal, finish)
  addConcepts(program, terminal, finish)
  addHeads(program, terminal, finish)
  addGenerate(program, terminal, finish)
  program
    .command('inspect')
    .description('Tell what a checkpoint folder holds, without loading its weights.')
    .requiredOption('--model <folder>', 'checkpoint folder')
    .option('--json <file>', 'write the description as JSON')
    .action(async (options) => finish(await (await work.inspect()).runInspect(options, terminal)))
  program
    .command('label')
    .description('Describe lists of words, with their tasks and linguistic level, offline.')
    .requiredOption('--lists <file>', 'JSON Lines: an object with id and words, strongest first')
    .requiredOption('--json <file>', 'write the labels as JSON')
    .action(async (options) => finish(await (await work.label()).runLabel(options, terminal)))
  addLibrary(program, terminal, finish)
  addStudy(program, terminal, finish)
  program
    .command('sample')
    .description('Run an attribution on the bundled pair of small models.')
    .option('--case <id>', 'one of the bundled cases; the first unless told')
    .option('--json <file>', 'write the result as JSON')
    .action(async (options) => finish(await (await work.sample()).runSample(options, terminal)))
  return program
}

type Finish = (code: ExitCode) => void

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text]

function addAttribute(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('attribute')
    .description('Attribute a response to the tokens of its prompt, for a base and a tuned model.')
    .requiredOption('--base <folder>', 'checkpoint of the base model, or of the only one')
    .option('--tuned <folder>', 'checkpoint of the tuned model')
    .requiredOption('--prompt <text>', 'the prompt')
    .option('--response <text>', 'the response, the same for both models')
    .option(
      '--respond <model>',
      `let a model write the response: ${responders.join(', ')} (default: tuned, else base)`
    )
    .option('--tokens <n>', 'limit of a written response', String(defaultTokens))
    .option('--instruction <text>', 'part of the prompt to score; may be repeated', collect, [])
    .option('--target <kind>', targets.join(', '), targets[0])
    .option('--foil <text>', 'for contrastive: the other token (default: the most probable other)')
    .option('--direction <way>', directions.join(', '), directions[0])
    .option('--memory <mode>', `where the weights are: ${memories.join(', ')}`, memories[0])
    .option('--estimator <kind>', estimators.join(', '), estimators[0])
    .option('--leave-one-out', 'exact leave-one-out beside the gradient', false)
    .option('--chat-template', "wrap the prompt in the folder's chat template", false)
    .option('--device <name>', devices.join(', '), devices[0])
    .option('--threads <n>', '0 takes as many as there are cores', '0')
    .option('--title <text>', 'name in the library')
    .requiredOption('--json <file>', 'write the result as JSON')
    .action(async (options) => {
      const { warnings, ...run } = readAttributeOptions(options)
      for (const warning of warnings) terminal.note(`warning: ${warning}`)
      finish(await (await work.attribute()).runAttribution(run, terminal))
    })
}

function addConcepts(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('concepts')
    .description('Read the concepts of the feed-forward layers, and how tuning moved them.')
    .requiredOption('--base <folder>', 'checkpoint of the base model, or of the only one')
    .option('--tuned <folder>', 'checkpoint of the tuned model')
    .option('--words <file>', "word<TAB>frequency, a word a line (default: the tokenizer's words)")
    .option('--layers <list>', 'such as 0-7,12, counted from 0 (default: all)')
    .option('--count <n>', 'directions a layer', String(defaultConceptsSettings.nDirections))
    .option('--top <n>', 'words kept a concept', String(defaultConceptsSettings.nWords))
    .option(
      '--threshold <cosine>',
      'a concept without a partner of this |cos| is born or lost',
      String(defaultConceptsSettings.partnerThreshold)
    )
    .option('--threads <n>', '0 takes as many as there are cores', '0')
    .option('--directions <file>', 'write the directions as safetensors')
    .option('--title <text>', 'name in the library')
    .requiredOption('--json <file>', 'write the result as JSON')
    .action(async (options) => finish(await (await work.concepts()).runConcepts(options, terminal)))
}

function addHeads(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('heads')
    .description(
      'Read the word-word relations of the attention heads, and how tuning changed them.'
    )
    .requiredOption('--base <folder>', 'checkpoint of the base model, or of the only one')
    .option('--tuned <folder>', 'checkpoint of the tuned model')
    .option('--words <file>', "word<TAB>frequency, a word a line (default: the tokenizer's words)")
    .option('--similarity <file>', "GloVe or word2vec (default: the base model's embeddings)")
    .option('--verbs <file>', 'JSON with the lists "instruction" and "general"')
    .option('--top <n>', 'words a side of each dimension', String(defaultHeadsSettings.nTop))
    .option('--layers <list>', 'such as 0-7,12, counted from 0 (default: all)')
    .option('--shuffles <n>', 'for the count by chance', String(defaultHeadsSettings.nShuffles))
    .option('--threads <n>', '0 takes as many as there are cores', '0')
    .option('--title <text>', 'name in the library')
    .requiredOption('--json <file>', 'write the result as JSON')
    .action(async (options) => finish(await (await work.heads()).runHeads(options, terminal)))
}

function addGenerate(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('generate')
    .description('Let a model write a response, taking the most probable token at each step.')
    .requiredOption('--model <folder>', 'checkpoint folder')
    .requiredOption('--prompt <text>', 'the prompt')
    .option('--tokens <n>', 'limit of the response', String(defaultTokens))
    .option('--chat-template', "wrap the prompt in the folder's chat template", false)
    .option('--device <name>', devices.join(', '), devices[0])
    .option('--threads <n>', '0 takes as many as there are cores', '0')
    .requiredOption('--json <file>', 'write ids and text as JSON')
    .action(async (options) => finish(await (await work.generate()).runGenerate(options, terminal)))
}

function addLibrary(program: Command, terminal: Terminal, finish: Finish): void {
  const library = program.command('library').description('The results that are kept.')
  library
    .command('list')
    .description('List results.')
    .option('--search <words>', 'words in title, prompt, responses, models, tags or notes', '')
    .option('--tag <tag>', 'with this tag only')
    .option('--sort <order>', sorts.join(', '), sorts[0])
    .option('--json [file]', 'as JSON, to the file or to stdout')
    .action(async (options) =>
      finish(await (await work.library()).runLibraryList(options, terminal))
    )
  library
    .command('show')
    .description('Print a result.')
    .argument('<id>', 'its id, or the first characters')
    .action(async (id: string) => finish(await (await work.library()).runLibraryShow(id, terminal)))
  library
    .command('export')
    .description('Write a result to a file.')
    .argument('<id>', 'its id, or the first characters')
    .argument('<file>', 'what to write')
    .option(
      '--format <format>',
      `${formats.join(', ')}; shiftlens is what import reads (default: by the file's ending)`
    )
    .action(async (id: string, file: string, options) =>
      finish(await (await work.library()).runLibraryExport(id, file, options, terminal))
    )
  library
    .command('import')
    .description('Take a result file into the library; prints its id.')
    .argument('<file>', 'a file that export wrote as shiftlens')
    .action(async (file: string) =>
      finish(await (await work.library()).runLibraryImport(file, terminal))
    )
}
