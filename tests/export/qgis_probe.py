"""Run by a Python that has QGIS: opens files and prints as JSON what QGIS makes of them."""

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsRenderContext,
    QgsVectorLayer,
)


def probe(path, layer):
    opened = QgsVectorLayer(f"{path}|layername={layer}" if layer else path, layer, "ogr")
    found = {"valid": opened.isValid()}
    if not opened.isValid():
        return found
    renderer = opened.renderer()
    found.update(
        crs=opened.crs().authid(),
        rows=opened.featureCount(),
        fields=[field.name() for field in opened.fields()],
        renderer=renderer.type(),
        labels=opened.labelsEnabled(),
        label_field=opened.labeling().settings().fieldName if opened.labeling() else "",
        names=[feature["name_zh"] for feature in opened.getFeatures()]
        if opened.fields().indexOf("name_zh") >= 0
        else [],
    )
    if renderer.type() == "RuleRenderer":
        found["rules"] = [rules_of(rule) for rule in renderer.rootRule().children()]
        found["undrawn"] = undrawn(opened, renderer)
    return found


def rules_of(rule):
    symbol = rule.symbol()
    layer = symbol.symbolLayer(0)
    expression = QgsExpression(rule.filterExpression())
    return {
        "label": rule.label(),
        "filter": rule.filterExpression(),
        "error": expression.parserErrorString() if rule.filterExpression() else "",
        "symbol": layer.layerType(),
        "color": layer.color().name(),
        "stroke": layer.strokeColor().name(),
    }


def undrawn(opened, renderer):
    """Features that no rule draws."""
    context = QgsRenderContext()
    scope = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(opened))
    scope.setFields(opened.fields())
    context.setExpressionContext(scope)
    renderer.startRender(context, opened.fields())
    missing = []
    for feature in opened.getFeatures():
        context.expressionContext().setFeature(feature)
        if not renderer.symbolsForFeature(feature, context):
            missing.append(feature["key"])
    renderer.stopRender(context)
    return missing


application = QgsApplication([], False)
if os.environ.get("QGIS_PREFIX_PATH"):
    application.setPrefixPath(os.environ["QGIS_PREFIX_PATH"], True)
application.initQgis()
answers = [probe(path, layer) for path, layer in json.load(sys.stdin)]
print("QGIS:" + json.dumps(answers, ensure_ascii=False))
sys.stdout.flush()
os._exit(0)  # QGIS may crash while it tidies up
