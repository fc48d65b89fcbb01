using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Prevention;

/// <summary>How closely a cluster of denials is described, from wide to close.</summary>
public enum ClusterLevel
{
    /// <summary>One category, all payers.</summary>
    Category,

    /// <summary>One payer and one category.</summary>
    PayerCategory,

    /// <summary>One payer and one reason code.</summary>
    PayerCarc,

    /// <summary>One payer, one reason code, one rendering provider.</summary>
    PayerCarcProvider,

    /// <summary>One payer, one reason code, one procedure group.</summary>
    PayerCarcProcedure,
}

/// <summary>What a cluster of denials is about. An empty part narrows nothing.</summary>
/// <param name="PayerId">The payer; null for all.</param>
/// <param name="Category">Written name of the category. Of a cluster with a reason code: the category most of its denials have.</param>
/// <param name="Carc">Reason code without its group.</param>
/// <param name="Provider">NPI of the rendering provider.</param>
/// <param name="Procedure">Procedure group (<see cref="ProcedureGroup"/>), "971".</param>
public sealed record ClusterKey(int? PayerId, string Category, string Carc = "", string Provider = "", string Procedure = "")
{
    /// <summary>How closely it is described.</summary>
    public ClusterLevel Level => PayerId is null ? ClusterLevel.Category
        : Carc.Length == 0 ? ClusterLevel.PayerCategory
        : Provider.Length > 0 ? ClusterLevel.PayerCarcProvider
        : Procedure.Length > 0 ? ClusterLevel.PayerCarcProcedure
        : ClusterLevel.PayerCarc;

    /// <summary>Its written name, the same however closely it was narrowed to a provider or procedure: one alert a cluster.</summary>
    public string Text => PayerId is null ? "category:" + Category : Carc.Length == 0 ? $"payer:{PayerId}/category:{Category}" : $"payer:{PayerId}/carc:{Carc}";

    /// <summary>Whether the other is a part of this one, or this one itself. A code belongs to the category most of its denials have.</summary>
    public bool Holds(ClusterKey other) => (PayerId is null || PayerId == other.PayerId)
        && (Carc.Length > 0 ? Carc == other.Carc : Category == other.Category)
        && (Provider.Length == 0 || Provider == other.Provider) && (Procedure.Length == 0 || Procedure == other.Procedure);

    /// <summary>The category; null when it is not one of ours.</summary>
    public DenialCategory? CategoryValue => CodeNames.TryRead<DenialCategory>(Category);
}
