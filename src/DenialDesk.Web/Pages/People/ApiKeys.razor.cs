using DenialDesk.App.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.People;

/// <summary>Keys of programs: make one (its secret is shown once), see when each was used, revoke.</summary>
public partial class ApiKeys
{
    private IReadOnlyList<ApiKeyRow>? _keys;
    private ApiKeyRow? _asked;
    private string _name = "";
    private string? _secret;
    private string? _secretFor;
    private string? _refusal;
    private string? _said;

    [Inject]
    public required ListApiKeys Find { get; set; }

    [Inject]
    public required ManageApiKeys Manage { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync() => _keys = await Find.Run(await Who.GetAsync(), CancellationToken.None);

    private async Task MakeAsync()
    {
        var name = _name;
        var result = await DoAsync(new() { Name = name }, $"The key {name} is made.");
        if (result.Secret is { } secret) { (_secret, _secretFor, _name) = (secret, name, ""); }
    }

    private async Task RevokeAsync()
    {
        var asked = _asked!;
        _asked = null;
        await DoAsync(new() { Revoke = asked.ApiKeyId }, $"The key {asked.Name} is revoked.");
    }

    private async Task<ManageApiKeys.Result> DoAsync(ManageApiKeys.Input input, string said)
    {
        (_refusal, _said, _secret) = (null, null, null);
        var result = await Manage.Run(input, await Who.GetAsync(), CancellationToken.None);
        (_refusal, _said) = (result.Refusal?.Sentence, result.Refusal is null ? said : null);
        await LoadAsync();
        return result;
    }
}
