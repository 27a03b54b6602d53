@echo off
setlocal
if not exist "%~dp0venv\Scripts\hebei-gis.exe" (
    echo Run install.bat first; see README.txt.
    pause
    exit /b 1
)
"%~dp0venv\Scripts\hebei-gis.exe" app %*
if errorlevel 1 pause
