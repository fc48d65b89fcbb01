using DenialDesk.Domain.FollowUps;

namespace DenialDesk.App.FollowUps;

/// <summary>What work took in a practice, by category and by payer and category.</summary>
internal sealed class MeasuredTime
{
    private readonly Dictionary<string, MeasuredWork> _category = [];
    private readonly Dictionary<(int, string), MeasuredWork> _payer = [];

    /// <summary>Nothing measured.</summary>
    public static MeasuredTime None { get; } = new();

    /// <summary>Adds what was measured of one payer's denials of a category.</summary>
    public void Add(int payerId, string category, int decided, double minutes)
    {
        var all = _category.GetValueOrDefault(category) ?? new(0, 0);
        _category[category] = new(all.Decided + decided, all.Minutes + minutes);
        _payer[(payerId, category)] = new(decided, minutes);
    }

    /// <summary>Of a category; null when nothing was measured.</summary>
    public MeasuredWork? Of(string category) => _category.GetValueOrDefault(category);

    /// <summary>Of a category with one payer; null when nothing was measured.</summary>
    public MeasuredWork? Of(int payerId, string category) => _payer.GetValueOrDefault((payerId, category));
}
