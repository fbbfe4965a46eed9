/** The entry that the editor shows in the status bar of a Markdown text, behind `{}`. */

import { l10n, languages, LanguageStatusSeverity } from 'vscode';
import type { Command, Disposable, LanguageStatusItem } from 'vscode';

import { texts } from './texts';

export class Status implements Disposable {
  private readonly item: LanguageStatusItem = languages.createLanguageStatusItem('toego', texts);

  constructor() {
    this.item.name = 'toego';
    this.off();
  }

  off(): void {
    this.show(l10n.t('off'), LanguageStatusSeverity.Information);
  }

  starting(): void {
    this.show(l10n.t('starting'), LanguageStatusSeverity.Information);
    this.item.busy = true;
  }

  running(version: string): void {
    const restart = { command: 'toego.restart', title: l10n.t('Restart') };
    this.show(version, LanguageStatusSeverity.Information, restart);
  }

  missing(): void {
    const howTo = { command: 'toego.showSetup', title: l10n.t('How to Set Up') };
    this.show(l10n.t('not found'), LanguageStatusSeverity.Warning, howTo);
  }

  failed(): void {
    const output = { command: 'toego.showOutput', title: l10n.t('Show Output') };
    this.show(l10n.t('could not be started'), LanguageStatusSeverity.Error, output);
  }

  dispose(): void {
    this.item.dispose();
  }

  private show(detail: string, severity: LanguageStatusSeverity, command?: Command): void {
    this.item.text = 'toego';
    this.item.detail = detail;
    this.item.severity = severity;
    this.item.command = command;
    this.item.busy = false;
  }
}
