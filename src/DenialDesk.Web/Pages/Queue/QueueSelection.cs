using DenialDesk.App.Queue;

namespace DenialDesk.Web.Pages.Queue;

/// <summary>Which rows of the queue are selected: some by themselves, or all that match but a few. Kept while rows scroll in and out.</summary>
internal sealed class QueueSelection
{
    private readonly Dictionary<DenialAddress, decimal> _rows = [];
    private readonly Dictionary<DenialAddress, decimal> _except = [];

    /// <summary>All that match the filter, but for <see cref="Except"/>.</summary>
    public bool All { get; private set; }

    /// <summary>Where the last one was selected by itself: a range goes from there.</summary>
    public int Anchor { get; private set; } = -1;

    /// <summary>Left out of all.</summary>
    public IReadOnlySet<DenialAddress> Except => _except.Keys.ToHashSet();

    /// <summary>Selected by themselves.</summary>
    public IReadOnlyList<DenialAddress> Rows => [.. _rows.Keys];

    /// <summary>Whether anything is selected.</summary>
    public bool Any => All || _rows.Count > 0;

    /// <summary>Whether a row is.</summary>
    public bool Has(QueueRow row) => All ? !_except.ContainsKey(Of(row)) : _rows.ContainsKey(Of(row));

    /// <summary>How many and how much, of a queue that has this many.</summary>
    public QueueCount Count(QueueCount found) => All ? new(found.Denials - _except.Count, found.Amount - _except.Values.Sum()) : new(_rows.Count, _rows.Values.Sum());

    /// <summary>Selects a row, or no longer.</summary>
    public void Toggle(QueueRow row, int index)
    {
        var set = All ? _except : _rows;
        if (!set.Remove(Of(row))) { set[Of(row)] = row.Denied; }

        Anchor = index;
    }

    /// <summary>Selects these as well.</summary>
    public void Add(IEnumerable<QueueRow> rows)
    {
        foreach (var row in rows)
        {
            if (All) { _except.Remove(Of(row)); }
            else { _rows[Of(row)] = row.Denied; }
        }
    }

    /// <summary>All that match.</summary>
    public void SelectAll()
    {
        Clear();
        All = true;
    }

    /// <summary>Nothing.</summary>
    public void Clear()
    {
        (All, Anchor) = (false, -1);
        _rows.Clear();
        _except.Clear();
    }

    private static DenialAddress Of(QueueRow row) => new(row.PracticeId, row.DenialId);
}
