using System.Globalization;
using DenialDesk.App.Practices;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Practices;

/// <summary>One practice's own calendar.</summary>
public partial class PracticePage
{
    private PracticeView? _view;
    private bool _read;
    private bool _mayManage;
    private DateOnly? _from;
    private DateOnly? _to;
    private string _name = "";
    private string? _told;
    private string _tone = "told";

    [Parameter]
    public int PracticeId { get; set; }

    [Inject]
    public required SeePractice See { get; set; }

    [Inject]
    public required EditClosedDays Edit { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnParametersSetAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        var me = await Who.GetAsync();
        _mayManage = me.May(Permission.ManagePractices);
        _view = await See.Run(PracticeId, me, CancellationToken.None);
        _read = true;
    }

    private Task CloseAsync() => _from is { } from ? ChangeAsync(from, _to ?? from, open: false) : Task.CompletedTask;

    private Task OpenAsync(DateOnly day) => ChangeAsync(day, day, open: true);

    private async Task ChangeAsync(DateOnly from, DateOnly to, bool open)
    {
        var (days, refusal) = await Edit.Run(new() { PracticeId = PracticeId, From = from, To = to, Name = _name, Open = open }, await Who.GetAsync(), CancellationToken.None);
        (_told, _tone) = refusal is null ? ($"The office is {(open ? "open" : "closed")} on {(days == 1 ? Text(from) : $"{days} days")}.", "told") : (refusal.Sentence, "refusal");
        if (refusal is null && !open) { (_from, _to, _name) = (null, null, ""); }

        await ReadAsync();
    }

    private static string Text(DateOnly day) => day.ToString("ddd MMM d, yyyy", CultureInfo.GetCultureInfo("en-US"));
}
