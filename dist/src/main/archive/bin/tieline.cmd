@echo off
rem Runs the tieline program of this folder with the JVM of this folder.
setlocal
set "home=%~dp0.."
set "memory=usual"
for %%a in (%*) do if "%%~a"=="--small" set "memory=small"
"%home%\jvm\bin\java.exe" "@%home%\app\options\always" "@%home%\app\options\%memory%" "-XX:AOTCache=%home%\app\tieline.aot" %TIELINE_JAVA_OPTIONS% -jar "%home%\app\tieline-app.jar" %*
