using System.Globalization;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Journal;

/// <summary>The journal, by who, what, which and when; the filters are the address.</summary>
public partial class Journal
{
    private const int PageSize = 50;

    private static readonly (string Prefix, string Name)[] Actions =
    [
        ("denial.", "denials"), ("file.", "files"), ("payer.", "payers"), ("window.", "appeal windows"), ("practice.", "practices"), ("person.", "people and sign-ins"), ("job.", "jobs"), ("read.", "views and exports (reads)"),
    ];

    private IReadOnlyList<JournalLine>? _lines;
    private DeskTime? _time;
    private SearchJournal.Result? _found;
    private string? _text;
    private Guid? _me;
    private string? _who;
    private string? _action;
    private string? _kind;
    private string? _id;
    private DateOnly? _from;
    private DateOnly? _to;

    /// <summary>The key of what was searched for: an account number, a claim number or a name, none of which may stand in an address.</summary>
    [SupplyParameterFromQuery(Name = "t")]
    public string? T { get; set; }

    [SupplyParameterFromQuery(Name = "who")]
    public string? Person { get; set; }

    [SupplyParameterFromQuery(Name = "action")]
    public string? What { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    public string? SubjectKind { get; set; }

    [SupplyParameterFromQuery(Name = "id")]
    public string? SubjectId { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public DateOnly? FirstDay { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public DateOnly? LastDay { get; set; }

    /// <summary>The keyset: lines older than this one.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    [Inject]
    public required ReadJournal Read { get; set; }

    [Inject]
    public required SearchJournal Search { get; set; }

    [Inject]
    public required SearchWords Searches { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>Whether views are shown instead of changes.</summary>
    private bool Reads => What?.StartsWith("read.", StringComparison.Ordinal) == true;

    private (string Name, string? Value)[] Filters => Query(T, Person, What, SubjectKind, SubjectId, FirstDay, LastDay);

    protected override async Task OnParametersSetAsync()
    {
        (_who, _action, _kind, _id, _from, _to) = (Person, What ?? "", SubjectKind, SubjectId, FirstDay, LastDay);
        var me = await Who.GetAsync();
        (_me, _text) = (me.UserId, Searches.Find(me.UserId, T));
        _time ??= new(await Zone.Run(me, CancellationToken.None));
        _found = _text is { } text ? await Search.Run(new() { Text = text, Who = Person, From = FirstDay, To = LastDay }, me, CancellationToken.None) : null;
        if (_found is not null)
        {
            _lines = _found.Lines;
            return;
        }

        _lines = await Read.Run(
            new() { Who = Person, Action = What, SubjectKind = SubjectKind, SubjectId = SubjectId, From = FirstDay, To = LastDay, Before = Before, Take = PageSize },
            me,
            CancellationToken.None);
    }

    private static (string Name, string? Value)[] Query(string? t, string? who, string? action, string? kind, string? id, DateOnly? from, DateOnly? to)
        => [("t", t), ("who", who), ("action", action), ("kind", kind), ("id", id), ("from", Day(from)), ("to", Day(to))];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void Apply() => Navigation.NavigateTo(Routes.With(Routes.Journal, Query(Searches.Keep(_me, _text), _who, _action, _kind, _id, _from, _to)));
}
