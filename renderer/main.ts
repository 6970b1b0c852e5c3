import { mount } from 'svelte'
import App from './App.svelte'
import './styles/tokens.css'
import './styles/base.css'
import { applyTheme, systemTheme } from './state/theme.ts'

// Before the settings arrive the system's theme is the best guess, so the first frame does not flash.
applyTheme(systemTheme())

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no element with the id "app"')
mount(App, { target })
