/** The voices of Windows, through PowerShell: it takes long to start, so one process says all. */

/** The arguments that run a script, whatever characters it holds. Standard input stays free for what is said. */
export const powershell = (script: string): string[] => [
  '-NoLogo',
  '-NoProfile',
  '-NonInteractive',
  '-EncodedCommand',
  Buffer.from(script, 'utf16le').toString('base64'),
];

const begin = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
Add-Type -AssemblyName System.Speech
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
`;

/** A line for each voice: its name, a tab, its language. */
export const listScript = `${begin}
foreach ($one in $voice.GetInstalledVoices()) {
  if ($one.Enabled) { [Console]::Out.WriteLine($one.VoiceInfo.Name + "\`t" + $one.VoiceInfo.Culture.Name) }
}
`;

/** As `VoiceQuestion` and `VoiceAnswer` have it: a line of JSON in, lines of JSON out. */
export const speakScript = `${begin}
function Tell($value) { [Console]::Out.WriteLine((ConvertTo-Json -Compress $value)); [Console]::Out.Flush() }
while ($null -ne ($line = [Console]::In.ReadLine())) {
  $asked = ConvertFrom-Json $line
  try {
    $voice.SelectVoice($asked.voice)
    $sound = New-Object System.IO.MemoryStream
    $voice.SetOutputToWaveStream($sound)
    $voice.Speak($asked.text)
    $voice.SetOutputToNull()
    Tell @{ id = $asked.id; wav = [Convert]::ToBase64String($sound.ToArray()) }
    Tell @{ id = $asked.id; done = $true }
  } catch {
    Tell @{ id = $asked.id; problem = $_.Exception.Message }
  }
}
`;
