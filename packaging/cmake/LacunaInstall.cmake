# SPDX-License-Identifier: GPL-3.0-or-later
# The installed tree, and links that give the build tree the same shape: the program looks for the model in
# <folder of the program>/../share/lacuna/model and for the engine in <folder of the program>/../lib.
install(TARGETS lacuna RUNTIME DESTINATION bin)
install(TARGETS lacuna_engine LIBRARY DESTINATION lib)
if(LACUNA_CUDA)
  install(TARGETS lacuna_cuda LIBRARY DESTINATION lib)
endif()
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/share/lacuna")
foreach(folder model models configs samples)
  file(CREATE_LINK "${CMAKE_SOURCE_DIR}/resources/${folder}" "${CMAKE_BINARY_DIR}/share/lacuna/${folder}" SYMBOLIC)
  install(DIRECTORY resources/${folder} DESTINATION share/lacuna OPTIONAL)
endforeach()

set(application org.lacuna.Lacuna)
install(FILES packaging/desktop/${application}.desktop DESTINATION share/applications)
install(FILES packaging/desktop/${application}.metainfo.xml DESTINATION share/metainfo)
install(FILES packaging/desktop/${application}.svg DESTINATION share/icons/hicolor/scalable/apps)
install(FILES packaging/desktop/${application}.xml DESTINATION share/mime/packages)
install(FILES LICENSE NOTICE README.md CHANGELOG.md resources/fonts/OFL-EBGaramond.txt resources/fonts/OFL-Inter.txt
        DESTINATION share/doc/lacuna)
