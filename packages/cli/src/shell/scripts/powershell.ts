/** Completion for PowerShell. Words travel in a variable: Windows PowerShell loses quotes in arguments. */
export const powershell = String.raw`# PowerShell completion for voicectl
#
# In this shell:   voicectl completion powershell | Out-String | Invoke-Expression
# In every shell:  add that line to the file that $PROFILE names

Register-ArgumentCompleter -Native -CommandName voicectl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @()
    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
            $words += $element.Value
        } else {
            $words += $element.Extent.Text
        }
    }
    $words += ([string]$wordToComplete).Trim([char]39, [char]34)

    $before = $env:VOICECTL_COMPLETE
    $encoding = [Console]::OutputEncoding
    try {
        $env:VOICECTL_COMPLETE = $words -join [string][char]10
        [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
        $lines = @(voicectl __complete powershell 2>$null)
    } catch {
        $lines = @()
    } finally {
        $env:VOICECTL_COMPLETE = $before
        [Console]::OutputEncoding = $encoding
    }

    # Files are PowerShell's own business: it completes them where nothing else is offered.
    if ($lines.Count -eq 0 -or $lines[0] -ne ':words') { return }
    foreach ($line in ($lines | Select-Object -Skip 1)) {
        $value, $about = $line -split [char]9, 2
        if (-not $value) { continue }
        if (-not $about) { $about = $value }
        # Every kind of quote that PowerShell takes for a single one is doubled; nothing else means anything within them.
        $text = $value
        if ($value -notmatch '^[A-Za-z0-9_./=-]+$') {
            $text = "'" + ($value -replace "['\u2018\u2019\u201a\u201b]", '$0$0') + "'"
        }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $about)
    }
}
`;
