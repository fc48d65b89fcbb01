using System.Globalization;
using DenialDesk.App.Codes;
using DenialDesk.App.Practices;
using DenialDesk.Domain;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Codes;

/// <summary>One set of rules: drafted, tried in shadow, put in force.</summary>
public sealed partial class CodeSetPage : IDisposable
{
    private const int PageSize = 50;

    private readonly CancellationTokenSource _gone = new();

    /// <summary>One command id a preview, so that a second click applies nothing twice.</summary>
    private readonly Dictionary<long, Guid> _commands = [];

    private SeeCodeSets.View? _view;
    private IReadOnlyList<ReprocessRow> _rows = [];
    private RuleForm _form = new();
    private DeskTime? _time;
    private DateOnly? _from;
    private DateOnly? _to;
    private string _files = "";
    private string? _told;
    private string _tone = "good";
    private bool _busy;
    private bool _watching;

    [Parameter]
    public long SetId { get; set; }

    /// <summary>The kind of change shown; null for all.</summary>
    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    /// <summary>The keyset: rows after this one.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public int? After { get; set; }

    [Inject]
    public required SeeCodeSets See { get; set; }

    [Inject]
    public required DraftCodeRules DraftRules { get; set; }

    [Inject]
    public required PreviewReprocess Preview { get; set; }

    [Inject]
    public required ApplyReprocess Apply { get; set; }

    [Inject]
    public required ListReprocess List { get; set; }

    [Inject]
    public required LoadCodeBook Codes { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    private bool Draft => _view?.Set?.State == "draft";

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        await ReadAsync();
        if (_view?.Preview?.State == "running" && RendererInfo.IsInteractive && !_watching) { _ = WatchAsync(); }
    }

    private static string Turn(string old, string fresh) => old == fresh || fresh.Length == 0 ? old : old.Length == 0 ? fresh : $"{old} → {fresh}";

    private async Task ReadAsync()
    {
        var actor = await Who.GetAsync();
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _view = await See.Run(new() { SetId = SetId }, actor, CancellationToken.None);
        _rows = _view.Preview is { State: "done" } preview
            ? await List.Run(new() { PreviewId = preview.PreviewId, Kind = Kind, After = After ?? 0, Take = PageSize }, actor, CancellationToken.None)
            : [];
    }

    /// <summary>Shows how far a preview is until it is done, be it asked here or before a reload.</summary>
    private async Task WatchAsync()
    {
        _watching = true;
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            do
            {
                await ReadAsync();
                StateHasChanged();
            }
            while ((_busy || _view?.Preview?.State == "running") && await timer.WaitForNextTickAsync(_gone.Token));
        }
        catch (OperationCanceledException)
        {
            // The page is gone; the preview goes on and is kept.
        }
        finally
        {
            _watching = false;
        }
    }

    private string At(params (string Name, string? Value)[] changed)
        => Routes.With(Routes.CodeSetOf(SetId), [.. new[] { ("kind", Kind) }.Where(f => changed.All(c => c.Name != f.Item1)), .. changed]);

    private async Task AddAsync()
    {
        if (_view?.Set is { } set) { await ChangeAsync(new() { SetId = SetId, Version = set.Version, Add = [_form.ToRule(await Codes.RunAsync(CancellationToken.None))] }); }
    }

    private Task ChangeAsync(DraftCodeRules.Input input) => DoAsync(async actor =>
    {
        var (_, refusal) = await DraftRules.Run(input, actor, CancellationToken.None);
        if (refusal is null) { _form = new(); }

        return refusal;
    }, input.Drop ? "Dropped." : "Saved. It affects nothing until it is put in force.");

    private Task PreviewAsync()
    {
        if (!Files(out var files)) { (_told, _tone) = ("File numbers are numbers with blanks or commas between them, as in the addresses of the remittance pages.", "bad"); return Task.CompletedTask; }

        return DoAsync(
            async actor =>
            {
                // Not on the page's own thread: it may take minutes, and the page shows how far it is.
                var run = Task.Run(() => Preview.Run(new() { SetId = SetId, Wish = new(files, _from, _to) }, actor, CancellationToken.None));
                await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(300)));
                if (!run.IsCompleted && !_watching) { _ = WatchAsync(); }

                return (await run).Refusal;
            },
            "Previewed. Nothing was changed.");
    }

    private bool Files(out long[]? files)
    {
        var words = _files.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var read = words.Select(w => long.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).ToArray();
        files = words.Length == 0 ? null : read;
        return !read.Contains(0);
    }

    private Task ApplyAsync(CodePreview preview) => DoAsync(
        async actor =>
        {
            if (!_commands.TryGetValue(preview.PreviewId, out var command)) { _commands[preview.PreviewId] = command = Guid.NewGuid(); }

            var (_, refusal) = await Apply.Run(new() { CommandId = command, PreviewId = preview.PreviewId }, actor, CancellationToken.None);
            if (refusal is not null) { _commands.Remove(preview.PreviewId); }

            return refusal;
        },
        "In force. The journal has every denial before and after.");

    private async Task DoAsync(Func<App.People.Actor, Task<Refusal?>> act, string done)
    {
        if (_busy) { return; }

        (_busy, _told) = (true, null);
        try
        {
            var refusal = await act(await Who.GetAsync());
            (_told, _tone) = refusal is null ? (done, "good") : (refusal.Sentence, "bad");
        }
        finally
        {
            _busy = false;
            await ReadAsync();
        }
    }
}
