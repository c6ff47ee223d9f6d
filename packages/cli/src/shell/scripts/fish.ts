/** Completion for fish, which takes candidates as data, a line each, and quotes them itself. */
export const fish = String.raw`# fish completion for voicectl
#
# In this shell:   voicectl completion fish | source
# In every shell:  voicectl completion fish > ~/.config/fish/completions/voicectl.fish

function __voicectl_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l typed (commandline -ct)
    set -l lines (voicectl __complete fish $words "$typed" 2>/dev/null)
    set -l first (string split -m 1 \t -- $lines[1])
    switch "$first[1]"
        case :words
            set -e lines[1]
            printf '%s\n' $lines
        case :files :folders
            set -l prefix "$first[2]"
            set -l begun (string sub -s (math (string length -- "$prefix") + 1) -- "$typed")
            set -l found (__fish_complete_path "$begun")
            test $first[1] = :folders; and set found (__fish_complete_directories "$begun" '')
            for each in $found
                printf '%s%s\n' "$prefix" "$each"
            end
    end
end

complete -c voicectl -f -k -a '(__voicectl_complete)'
`;
