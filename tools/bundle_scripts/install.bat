@echo off
setlocal
cd /d "%~dp0"
py -@PYTHON@ -c "" >nul 2>nul
if not errorlevel 1 (
    py -@PYTHON@ install.py %*
    goto end
)
python -c "" >nul 2>nul
if not errorlevel 1 (
    python install.py %*
    goto end
)
echo Python @PYTHON@ was not found. Install it first; see README.txt.
:end
set code=%errorlevel%
if not defined HEBEI_GIS_NO_PAUSE pause
exit /b %code%
