export type ThemeName = 'light' | 'dark';

/** Outlook's colours as whole numbers (0xRRGGBB), the form in which a host hands them over. */
const themes: Readonly<Record<ThemeName, Readonly<Record<string, number>>>> = {
  light: {
    primaryBackgroundColor: 0xf3f2f1,
    primaryForegroundColor: 0x201f1e,
    secondaryBackgroundColor: 0xffffff,
    secondaryForegroundColor: 0x201f1e,
    bodyBackgroundColor: 0xffffff,
    bodyForegroundColor: 0x201f1e,
    controlBackgroundColor: 0xffffff,
    controlForegroundColor: 0x201f1e,
  },
  dark: {
    primaryBackgroundColor: 0x1f1f1f,
    primaryForegroundColor: 0xf3f2f1,
    secondaryBackgroundColor: 0x292929,
    secondaryForegroundColor: 0xf3f2f1,
    bodyBackgroundColor: 0x141414,
    bodyForegroundColor: 0xf3f2f1,
    controlBackgroundColor: 0x292929,
    controlForegroundColor: 0xf3f2f1,
  },
};

export const themeJson = (name: ThemeName): string => JSON.stringify(themes[name]);
