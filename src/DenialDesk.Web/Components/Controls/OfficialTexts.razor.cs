using DenialDesk.App.Codes;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Components.Controls;

/// <summary>The official texts of some codes, folded away; nothing where the site has brought none in.</summary>
public partial class OfficialTexts
{
    private IReadOnlyDictionary<(string List, string Code), OfficialText> _texts = new Dictionary<(string List, string Code), OfficialText>();
    private string _asked = "";

    [Parameter]
    [EditorRequired]
    public required IReadOnlyCollection<string> Carcs { get; set; }

    [Parameter]
    [EditorRequired]
    public required IReadOnlyCollection<string> Rarcs { get; set; }

    [Inject]
    public required SeeOfficialTexts See { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var asked = $"{string.Join(' ', Carcs)}/{string.Join(' ', Rarcs)}";
        if (asked == _asked) { return; }

        _asked = asked;
        _texts = await See.Run(new() { Carcs = Carcs, Rarcs = Rarcs }, await Who.GetAsync(), CancellationToken.None);
    }
}
