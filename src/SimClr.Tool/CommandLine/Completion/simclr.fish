# Completion of simclr for fish. In ~/.config/fish/config.fish: simclr completion fish | source
function __simclr_complete
    set -l line (commandline -cp)
    set -l word (commandline -ct)
    set -l found (simclr "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
    if not string match -q -- '-*' "$word"
        set found (string match -v -r -- '^[-/]' $found)
    end
    set found (string match -- "$word*" $found)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$word"
    end
end
complete -c simclr -f -a '(__simclr_complete)'
