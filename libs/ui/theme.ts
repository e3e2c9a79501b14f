import type { ThemeConfig } from 'antd';

/** The one accent colour; contrast with white 8.0 : 1. */
export const ACCENT = '#1b4f91';

/** Ant Design in a restrained official style: one accent, thin lines, no shadows, no motion. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: ACCENT,
    colorLink: ACCENT,
    colorText: '#1f2933',
    colorTextSecondary: '#52606d',
    colorTextTertiary: '#5f6c7b',
    colorTextPlaceholder: '#6b7785',
    colorTextDescription: '#5a6775',
    colorBorderSecondary: '#e6e9ee',
    colorError: '#b42318',
    colorWarning: '#b45309',
    colorSuccess: '#1d7a46',
    colorSuccessBg: '#eaf6ef',
    colorSuccessBorder: '#b5dcc5',
    colorInfo: ACCENT,
    colorInfoBg: '#eef3fa',
    colorInfoBorder: '#c3d3e8',
    colorWarningBg: '#fff6e8',
    colorWarningBorder: '#f0d2a8',
    colorErrorBg: '#fdeeec',
    colorErrorBorder: '#f0c2bd',
    borderRadius: 6,
    fontSize: 14,
    fontFamily: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei', system-ui, sans-serif",
    motion: false,
  },
  components: {
    Table: { headerBg: '#f7f8fa', headerColor: '#52606d', headerSplitColor: 'transparent', rowHoverBg: '#f5f8fc' },
    Button: { primaryShadow: 'none', defaultShadow: 'none' },
    Tag: { defaultBg: '#f1f4f8', defaultColor: '#3e4c59' },
  },
};
