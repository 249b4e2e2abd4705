import './styles/index.css';
import './app/app.css';
import { start } from './app/start.ts';

start();
