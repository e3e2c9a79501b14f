import { theme } from '@lianhu/ui';
import { App as AntApp, ConfigProvider } from 'antd';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Dashboard } from './dashboard';
import { chinese } from './words/chinese';
import './styles/base.css';
import './styles/shell.css';
import './styles/pages.css';
import './styles/quarter.css';
import './styles/entry.css';
import './styles/print.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <ConfigProvider locale={chinese} theme={theme} button={{ autoInsertSpace: false }}>
      <AntApp>
        <Dashboard />
      </AntApp>
    </ConfigProvider>
  </StrictMode>,
);
