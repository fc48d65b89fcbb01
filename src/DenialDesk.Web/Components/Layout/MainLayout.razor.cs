using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace DenialDesk.Web.Components.Layout;

/// <summary>Navigation on the left by permission, the page on the right.</summary>
public partial class MainLayout
{
    private ErrorBoundary? _boundary;

    protected override void OnParametersSet() => _boundary?.Recover();

    private void Recover() => _boundary?.Recover();
}
