using DenialDesk.App.Codes;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace DenialDesk.Web.Pages.Codes;

/// <summary>Where a licensed list of official texts comes in: what would change first, then the change.</summary>
public partial class OfficialTextsForm
{
    private const long LimitBytes = 5L * 1024 * 1024;

    private OfficialList _list;
    private byte[] _content = [];
    private OfficialTextsDiff? _diff;
    private string _edition = "";
    private bool _licensed;
    private bool _remove;
    private bool _busy;
    private string? _told;

    /// <summary>The texts are others now.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    public required BringOfficialTexts Bring { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        (_diff, _told, _content) = (null, null, []);
        if (chosen.File.Size > LimitBytes)
        {
            _told = "The list is larger than 5 MB.";
            return;
        }

        using var copy = new MemoryStream();
        await using var content = chosen.File.OpenReadStream(LimitBytes);
        await content.CopyToAsync(copy);
        _content = copy.ToArray();
        await RunAsync(apply: false, _content);
    }

    private Task BringAsync() => RunAsync(apply: true, _content);

    private Task RemoveAsync() => RunAsync(apply: true, []);

    private async Task RunAsync(bool apply, byte[] content)
    {
        if (_busy) { return; }

        _busy = true;
        try
        {
            var (diff, refusal) = await Bring.Run(new() { List = _list, Content = content, Edition = _edition, Licensed = _licensed, Apply = apply }, await Who.GetAsync(), CancellationToken.None);
            _told = refusal?.Sentence ?? (apply ? "Done: " : "It would be: ") + diff!.Sentence;
            if (!apply) { _diff = diff; }

            if (!apply || refusal is not null) { return; }

            (_diff, _content, _remove) = (null, [], false);
            await Changed.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
