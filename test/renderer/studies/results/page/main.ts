/** The result pages alone, of a made-up study that the address names: see `results-window.ts`. */
import { mount } from 'svelte'
import '../../../../../renderer/styles/tokens.css'
import '../../../../../renderer/styles/base.css'
import { applyTheme, systemTheme } from '../../../../../renderer/state/theme.ts'
import ResultsWindow from './ResultsWindow.svelte'

applyTheme(systemTheme())
const target = document.getElementById('app')
if (!target) throw new Error('index.html has no element with the id "app"')
mount(ResultsWindow, { target })
